/* php_functions.h - the names of PHP's own functions, with blanks between them.
 *
 * Layer     sitegen/highlight; read by php.c
 */
#ifndef SITEGEN_HIGHLIGHT_PHP_FUNCTIONS_H
#define SITEGEN_HIGHLIGHT_PHP_FUNCTIONS_H

extern const char php_functions[];

#endif
