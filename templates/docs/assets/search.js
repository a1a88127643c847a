/* Search: the index was made when the site was built; it is fetched once, from the site itself. */
(function () {
  "use strict";
  var script = document.currentScript, form = document.querySelector("form.wide"), input = document.getElementById("q");
  var results = document.getElementById("results"), found = document.getElementById("found"), all = document.getElementById("all");
  var pages = null;

  function plain(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); }

  function words(text) { return plain(text).split(/\s+/).filter(Boolean).slice(0, 8); }

  /* All words must be there. In a title they count most, then how often they come in the text. */
  function score(page, wanted) {
    var sum = 0;
    for (var i = 0; i < wanted.length; i++) {
      var times = page.plain.split(wanted[i]).length - 1, titled = page.title_plain.indexOf(wanted[i]) >= 0;
      if (!times && !titled) return 0;
      sum += Math.min(times, 10) + (titled ? 50 : 0) + (page.title_plain === wanted[i] ? 100 : 0);
    }
    return sum;
  }

  /* The text around the first word, with the words marked. Letters with accents may shift it by some; no harm is done. */
  function excerpt(page, wanted) {
    var p = document.createElement("p"), at = Math.max(0, page.plain.indexOf(wanted[0]) - 60);
    if (at > 0) at = page.text.indexOf(" ", at) + 1;
    var end = page.text.length > at + 200 ? page.text.lastIndexOf(" ", at + 200) : page.text.length;
    var piece = (at > 0 ? "… " : "") + page.text.slice(at, end) + (end < page.text.length ? " …" : "");
    var low = plain(piece), i = 0;
    while (i < piece.length) {
      var next = -1, len = 0;
      wanted.forEach(function (word) {
        var here = low.indexOf(word, i);
        if (here >= 0 && (next < 0 || here < next)) { next = here; len = word.length; }
      });
      if (next < 0) break;
      p.append(piece.slice(i, next));
      p.appendChild(document.createElement("mark")).textContent = piece.slice(next, next + len);
      i = next + len;
    }
    p.append(piece.slice(i));
    return p;
  }

  function show() {
    var wanted = words(input.value);
    results.textContent = "";
    results.hidden = !wanted.length;
    all.hidden = !!wanted.length;
    found.textContent = "";
    if (!wanted.length || !pages) return;
    var hits = pages.map(function (page) { return { page: page, score: score(page, wanted) }; })
      .filter(function (hit) { return hit.score > 0; })
      .sort(function (a, b) { return b.score - a.score; });
    found.textContent = hits.length === 0 ? "Nothing found." : hits.length === 1 ? "One page." : hits.length + " pages.";
    hits.slice(0, 50).forEach(function (hit) {
      var item = document.createElement("li"), link = item.appendChild(document.createElement("a"));
      link.href = hit.page.url;
      link.textContent = hit.page.title;
      item.appendChild(excerpt(hit.page, wanted));
      results.appendChild(item);
    });
  }

  form.hidden = false;
  input.value = new URLSearchParams(location.search).get("q") || "";
  input.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
    show();
  });
  fetch(script.dataset.index).then(function (reply) { return reply.json(); }).then(function (list) {
    pages = list.map(function (page) {
      page.plain = plain(page.text);
      page.title_plain = plain(page.title);
      return page;
    });
    show();
  }).catch(function () { found.textContent = "The index of this site could not be read."; });
  input.focus();
}());
