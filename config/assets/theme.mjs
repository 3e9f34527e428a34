// The theme, as the theme tool made it, made small: fixed sizes are written out, a colour is given
// once for light and dark, and only colours that are used are given at all.

const FAMILIES = ["accent", "neutral", "info", "success", "warning", "danger"];
const STEPS = { md: [0.25, 1.125], sm: [0.2222, 1] };

/** What does not change while the page is open: sizes, widths, corners, weights. */
export function scales(size) {
  const [unit, body] = STEPS[size];
  const rem = (number) => `${Math.round(number * 1000) / 1000}rem`;
  const known = {
    "--ds-border-radius-sm": "4px",
    "--ds-border-radius-md": "6px",
    "--ds-border-radius-default": "6px",
    "--ds-border-radius-lg": "12px",
    "--ds-border-radius-full": "99px",
    "--ds-border-width-default": "1px",
    "--ds-border-width-focus": "3px",
    "--ds-opacity-disabled": ".45",
    "--ds-font-weight-regular": "400",
    "--ds-font-weight-medium": "600",
    "--ds-font-weight-semibold": "700",
    "--ds-line-height-sm": "1.3",
    "--ds-line-height-md": "1.5",
    "--ds-line-height-lg": "1.7",
    "--ds-font-size-plus-1": "1.1em",
    "--ds-font-size-minus-1": "max(.9em,.875rem)",
    "--ds-body-md-font-size": rem(body),
    "--ds-body-sm-font-size": rem(body * 0.89),
    "--ds-icon-size": rem(unit * 6),
  };
  for (let step = 0; step <= 30; step += 1) known[`--ds-size-${step}`] = step ? rem(step * unit) : "0";
  return known;
}

function scheme(css, which) {
  const start = css.indexOf(`@layer ds.theme.color-scheme.${which}`);
  const block = css.slice(start, css.indexOf("color-scheme: ", start + 60));
  return Object.fromEntries([...block.matchAll(/(--ds-[\w-]+):\s*(#\w+)/g)].map((hit) => [hit[1], hit[2]]));
}

/** The colours that *css* uses: by family, and by role inside a [data-color]. */
export function coloursOf(theme, css) {
  const [light, dark] = [scheme(theme, "light"), scheme(theme, "dark")];
  const used = new Set([...css.matchAll(/var\((--ds-(?:link-)?color-[\w-]+)/g)].map((hit) => hit[1]));
  const pair = (name, from) => {
    if (!light[from]) throw new Error(`The theme has no ${from}`);
    return light[from] === dark[from] ? `${name}:${light[from]};` : `${name}:light-dark(${light[from]},${dark[from]});`;
  };
  const named = [...used].filter((name) => light[name]).sort();
  const roles = [...used].filter((name) => !light[name]).sort();
  const inFamily = (family) =>
    roles.map((role) => pair(role, role.replace("--ds-color-", `--ds-color-${family}-`))).join("");
  const scopes = FAMILIES.map((family) => {
    const where = family === "accent" ? ":root,[data-color=accent]" : `[data-color=${family}]`;
    return `${where}{${inFamily(family)}}`;
  });
  return (
    ":root{color-scheme:light dark}[data-color-scheme=light]{color-scheme:light}" +
    "[data-color-scheme=dark]{color-scheme:dark}" +
    `:root{${named.map((name) => pair(name, name)).join("")}}${scopes.join("")}`
  );
}
