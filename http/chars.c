/* chars.c - the table behind chars.h. */
#include "chars.h"

#define T CHAR_TOKEN
#define A (CHAR_TOKEN | CHAR_TARGET | CHAR_HOST) /* letters, and marks that are everywhere allowed */
#define X (A | CHAR_HEX)                         /* a to f */
#define D (X | CHAR_DIGIT)
#define S (CHAR_TARGET | CHAR_HOST)  /* sub-delims that no token holds */
#define V CHAR_TARGET                /* other visible ASCII */
#define W (CHAR_TARGET | CHAR_TOKEN) /* token marks that no host holds */

/* The rows of 16 begin with NUL, DLE, space, 0, @, P, ` and p. */
/* clang-format off */
const uint8_t char_class[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, A, V, T, A, A, A, A, S, S, A, A, S, A, A, V, /*   ! " # $ % & ' ( ) * + , - . / */
    D, D, D, D, D, D, D, D, D, D, V, S, V, S, V, V, /* 0 1 2 3 4 5 6 7 8 9 : ; < = > ? */
    V, X, X, X, X, X, X, A, A, A, A, A, A, A, A, A,
    A, A, A, A, A, A, A, A, A, A, A, V, V, V, W, A, /* P to Z, [ \ ] ^ _ */
    W, X, X, X, X, X, X, A, A, A, A, A, A, A, A, A,
    A, A, A, A, A, A, A, A, A, A, A, V, W, V, A, 0, /* p to z, { | } ~ DEL */
    V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
    V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
    V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
    V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V, V,
};
/* clang-format on */
