const PAGE = 20;
const day = new Intl.DateTimeFormat("en-US", {
  dateStyle: "long",
  timeZone: "America/New_York",
});

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");

// The articles of each section, tag and author, in the order of `articles`.
function groups(articles) {
  const found = new Map();
  const put = (kind, name, article) => {
    const url = `/${kind}/${slug(name)}/`;
    if (!found.has(url)) found.set(url, { url, kind, name, articles: [] });
    found.get(url).articles.push(article);
  };
  for (const article of articles) {
    put("sections", article.data.section, article);
    put("authors", article.data.author, article);
    for (const tag of article.data.keywords) put("tags", tag, article);
  }
  return [{ url: "/", kind: "home", name: "The Courier", articles }, ...found.values()];
}

function pages({ url, name, articles }) {
  const count = Math.ceil(articles.length / PAGE);
  const at = (number) => (number === 1 ? url : `${url}page/${number}/`);
  return Array.from({ length: count }, (_, index) => ({
    url: at(index + 1),
    name,
    articles: articles.slice(index * PAGE, (index + 1) * PAGE),
    newer: index > 0 ? at(index) : null,
    older: index + 1 < count ? at(index + 2) : null,
  }));
}

module.exports = function (config) {
  const newest = (api) => api.getFilteredByGlob("content/articles/**/*.md").reverse();
  config.addCollection("newest", (api) => {
    const articles = newest(api);
    articles.forEach((article, index) => {
      article.data.newer = articles[index - 1];
      article.data.older = articles[index + 1];
    });
    return articles;
  });
  config.addCollection("listings", (api) => groups(newest(api)).flatMap(pages));
  config.addCollection("feeds", (api) =>
    groups(newest(api))
      .filter(({ kind }) => kind !== "authors")
      .map((group) => ({ ...group, articles: group.articles.slice(0, PAGE) })),
  );
  config.addFilter("slugOf", slug);
  config.addFilter("day", (date) => day.format(date));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.amendLibrary("md", (markdown) => markdown.set({ typographer: true }));
  return {
    dir: { input: ".", includes: "_includes", output: "_site" },
    markdownTemplateEngine: false,
  };
};
