/* coffeescript.c - jekyll-coffeescript: CoffeeScript is not compiled here, which its author should know. */
#include "plugins/plugins_all.h"

#include <string.h>

static void load(struct site *site)
{
    for (size_t i = 0; i < site->page_count; i++)
        if (strcmp(site->pages[i]->ext, ".coffee") == 0)
            diag_warning(
                site->diag, site->pages[i]->full, 0, 0,
                "CoffeeScript is not compiled: the file is served as it is. Add the JavaScript that it "
                "compiles to");
}

const struct plugin plugin_coffeescript = {.name = "jekyll-coffeescript", .load = load};
