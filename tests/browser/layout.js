// Layout checks axe does not make, run inside a page. Each returns a list of complaints.
(() => {
  const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join(".")}`;
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  const all = () => [...document.querySelectorAll("#root *")].filter(shown);

  // Nothing may stick out of the page sideways.
  const overflow = () => {
    const width = document.documentElement.clientWidth;
    const out = all().filter((element) => {
      // A map is a window on paper that is larger than it.
      if (element.closest(".source, .log-lines, .meter, .topbar-wait, .enter-key, .map-canvas > *")) return false;
      if (element.parentElement?.closest(".sideways")) return false; // It scrolls within a row that must fit itself.
      const box = element.getBoundingClientRect();
      return box.x < -0.5 || box.x + box.width > width + 0.5;
    });
    return out.map((element) => `${name(element)} ${Math.round(element.getBoundingClientRect().x)}+${Math.round(element.getBoundingClientRect().width)}`);
  };

  // A box that hides what does not fit must fit, save scrollers and the title's two lines.
  const clipped = () =>
    all()
      .filter((element) => {
        const style = getComputedStyle(element);
        const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
        if (!hides || element.closest(".meter, svg, .sadu, .avatar, .app-icon, .only-heard, .map-canvas")) return false;
        if (style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis") return false;
        return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      })
      .map(name);

  // What can be pressed is big enough for a thumb.
  const small = () =>
    all()
      .filter((element) => element.matches("button:not(.enter-key), a[href], .choice-option, .switch, .segment, .slot, .rating-star, select"))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.height < 40 || box.width < 40;
      })
      .map((element) => `${name(element)} ${JSON.stringify(element.getBoundingClientRect())}`);

  // x, y, width, height of every box, for comparing a page with its mirror image.
  const boxes = () =>
    all()
      .filter((element) => !element.closest("svg") && !element.matches("bdi, .enter-key, .spinner"))
      .map((element) => {
        const box = element.getBoundingClientRect();
        return [name(element), box.x, box.y, box.width, box.height];
      });

  // Fonts are there, nothing moves that comes to an end, and every box stood still for five looks.
  let last = "";
  let same = 0;
  const rests = () => {
    const moves = document.getAnimations().some(
      (one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity,
    );
    const now = JSON.stringify(boxes());
    same = now === last && !moves && document.fonts.status === "loaded" ? same + 1 : 0;
    last = now;
    return same >= 5;
  };

  globalThis.majlisLayout = { overflow, clipped, small, boxes, rests, width: () => document.documentElement.clientWidth };
})();
