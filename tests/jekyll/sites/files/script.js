---
---
var x = {{ site.static_files.size }};
