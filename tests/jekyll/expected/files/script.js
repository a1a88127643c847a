var x = 9;
