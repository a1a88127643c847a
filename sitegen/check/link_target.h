/* link_target.h - where a link leads: to which path of this site, or elsewhere.
 *
 * Layer     sitegen/check; below it content/urls.h
 * Terms     as in urls.h: a path is decoded and starts with '/'; it is the site's own, without the baseurl
 */
#ifndef SITEGEN_CHECK_LINK_TARGET_H
#define SITEGEN_CHECK_LINK_TARGET_H

#include "text.h"

/* What a link is seen from. */
struct link_from {
    struct str url;     /* of the site: "https://example.org"; may be empty */
    struct str baseurl; /* "/blog"; may be empty */
    struct str base;    /* decoded path, with the baseurl: of the page, or what its <base> says */
};

enum link_target_kind {
    LINK_ELSEWHERE,   /* another host, mail, script; or nothing that could be checked */
    LINK_HERE,        /* path and fragment are set */
    LINK_WITHOUT_BASE /* a path of this host outside the baseurl */
};

/* Whether href certainly is LINK_ELSEWHERE, at a glance: entities make no difference. */
bool link_is_elsewhere(const struct link_from *from, struct str href);

/* Resolve href (RFC 3986, 5.2), which has no entities any more. The query is left out, an encoded path is
 * decoded.
 *
 * path, fragment   are added to; the fragment stays empty where there is none, or one that every page has
 *                  ("#", "#top"), that selects text ("#:~:text=") or that a script reads ("#/", "#!")
 */
enum link_target_kind link_target(const struct link_from *from, struct str href, struct text *path,
                                  struct text *fragment);

#endif
