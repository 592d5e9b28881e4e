/// How a report looks: light or dark as the reader's system says, readable on a phone, plain on paper.
///
/// Text on its ground keeps a contrast of at least 4.5 : 1 in both schemes (WCAG AA).
let styleSheet: HTML = """
  :root { color-scheme: light dark; --ground: #ffffff; --panel: #f5f7f9; --line: #d8dee4; --ink: #1c2128;
    --quiet: #57606a; --accent: #0a5f8a; --fill: #2b7fab; --track: #dde4ea; --warn: #8a4b00; --warnground: #fff6e6;
    --pill: #e3edf4; }
  @media (prefers-color-scheme: dark) { :root { --ground: #14181d; --panel: #1c2229; --line: #343c46; --ink: #e4e8ec;
    --quiet: #a3adb8; --accent: #79c0e8; --fill: #4f9fcb; --track: #2e3742; --warn: #f0bd74; --warnground: #2b2417;
    --pill: #263644; } }
  * { box-sizing: border-box; }
  html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
  @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
  body { margin: 0; background: var(--ground); color: var(--ink);
    font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
  header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
  header { padding-top: 2.5rem; }
  h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
  .subtitle { color: var(--quiet); margin: 0.4rem 0 0; overflow-wrap: anywhere; }
  nav { margin: 1.25rem 0 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
  nav ul { list-style: none; margin: 0; padding: 0.5rem 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; }
  a { color: var(--accent); text-underline-offset: 0.15em; }
  nav a { text-decoration: none; font-size: 0.925rem; }
  nav a:hover, nav a:focus-visible { text-decoration: underline; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  section { margin: 2.75rem 0 0; }
  h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 0.4rem; }
  h3 { font-size: 1.08rem; line-height: 1.3; margin: 1.75rem 0 0.5rem; overflow-wrap: anywhere; }
  h4 { font-size: 0.95rem; margin: 0 0 0.4rem; }
  p { margin: 0.4rem 0; max-width: 46rem; }
  .quiet, caption, .note { color: var(--quiet); }
  .quiet { font-size: 0.925rem; }
  .limits { border-left: 4px solid var(--warn); background: var(--warnground); padding: 0.65rem 1rem; margin: 1rem 0;
    max-width: none; border-radius: 0 6px 6px 0; }
  .limits strong { color: var(--warn); }
  .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.75rem;
    margin: 1rem 0; }
  .tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.65rem 0.85rem; }
  .tile dt { color: var(--quiet); font-size: 0.825rem; }
  .tile dd { margin: 0.1rem 0 0; font-size: 1.3rem; line-height: 1.25; font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere; }
  .note { display: block; font-size: 0.8rem; line-height: 1.35; }
  .panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 29rem), 1fr)); gap: 1rem;
    margin: 1rem 0; align-items: start; }
  .panel { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.9rem 1rem;
    min-width: 0; break-inside: avoid; }
  .panel h3, .panel h4 { margin-top: 0; }
  .scroll { overflow-x: auto; margin: 0.5rem 0; }
  table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
  caption { text-align: left; font-size: 0.825rem; padding-bottom: 0.3rem; }
  th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0; }
  th:last-child, td:last-child { padding-right: 0; }
  tbody tr { border-top: 1px solid var(--line); }
  thead th { color: var(--quiet); font-weight: 600; font-size: 0.825rem; vertical-align: bottom; }
  tbody th { font-weight: 400; }
  tbody th:not(.num) { min-width: 7rem; }
  .num { text-align: right; width: 1%; font-variant-numeric: tabular-nums; white-space: nowrap; }
  .share > b { display: inline-block; min-width: 3.7em; font-weight: 400; }
  .panel h3 + .scroll caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  details > summary { cursor: pointer; color: var(--accent); padding: 0.4rem 0; }
  .who { font-weight: 600; overflow-wrap: anywhere; }
  .id { color: var(--quiet); font-size: 0.85em; overflow-wrap: anywhere; }
  .why { display: block; color: var(--quiet); font-size: 0.825rem; overflow-wrap: anywhere; }
  .unknown { color: var(--quiet); font-style: italic; }
  .share { white-space: nowrap; min-width: 7.5rem; }
  .bar { display: inline-block; width: 4rem; height: 0.6rem; border-radius: 3px; background: var(--track);
    overflow: hidden; margin-right: 0.5rem; }
  .bar.wide { width: 7rem; }
  .bar > span { display: block; height: 100%; background: var(--fill);
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .pill { background: var(--pill); border-radius: 999px; padding: 0.05rem 0.55rem; font-size: 0.8rem;
    white-space: nowrap; }
  code, .digest { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
    font-size: 0.8rem; overflow-wrap: anywhere; }
  .digest { display: inline-block; min-width: 17rem; color: var(--quiet); }
  .pairs { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: 0.15rem 1rem; margin: 0.3rem 0;
    font-size: 0.875rem; }
  .pairs dt { color: var(--quiet); overflow-wrap: anywhere; }
  .pairs dd { margin: 0; overflow-wrap: anywhere; }
  figure { margin: 0; }
  figcaption { color: var(--quiet); font-size: 0.875rem; margin-top: 0.5rem; max-width: 46rem; }
  .drawing { background: #ffffff; border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; padding: 0.5rem; }
  .drawing svg { display: block; width: 100%; min-width: 44rem; height: auto; }
  .diagram { display: block; width: 100%; max-width: 30rem; height: auto; }
  \(diagramRules(.ofPage))  .glossary { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr));
    gap: 0.9rem 2rem; margin: 0.75rem 0; }
  .glossary dt { font-weight: 600; }
  .glossary dd { margin: 0.1rem 0 0; color: var(--quiet); font-size: 0.925rem; }
  footer { color: var(--quiet); font-size: 0.85rem; margin-top: 3rem; padding-bottom: 2.5rem; }
  footer p { border-top: 1px solid var(--line); padding-top: 0.75rem; max-width: none; }
  @media (max-width: 34rem) { header { padding-top: 1.5rem; } h1 { font-size: 1.5rem; }
    header, main, footer { padding-left: 0.9rem; padding-right: 0.9rem; } .panel { padding: 0.75rem; }
    .tiles { grid-template-columns: repeat(2, 1fr); } .bar { width: 2.5rem; } .share { min-width: 6rem; }
    th, td { padding-right: 0.6rem; } .pairs { grid-template-columns: 1fr; } .pairs dd { margin-bottom: 0.3rem; } }
  @media print { :root { color-scheme: light; --ground: #ffffff; --panel: #ffffff; --line: #c8c8c8; --ink: #000000;
    --quiet: #444444; --accent: #000000; --fill: #555555; --track: #e4e4e4; --warn: #000000; --warnground: #ffffff;
    --pill: #eeeeee; } nav { display: none; } body { font-size: 11px; } header, main, footer { max-width: none; }
    .scroll, .drawing { overflow: visible; }
    details::details-content { content-visibility: visible; block-size: auto; }
    .drawing svg { min-width: 0; } tr, figure, .tile { break-inside: avoid; }
    h2, h3 { break-after: avoid; } }
  """

/// What the parts of a diagram look like.
func diagramRules(_ colours: DiagramColours) -> HTML {
  """
  .diagram text { fill: \(colours.quiet); font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
  .diagram .axis { stroke: \(colours.quiet); stroke-width: 1; }
  .diagram .grid { stroke: \(colours.line); stroke-width: 1; }
  .diagram .ideal { stroke: \(colours.quiet); stroke-width: 1.5; stroke-dasharray: 0.1 5;
    stroke-linecap: round; }
  .diagram .limit { stroke: \(colours.warn); stroke-width: 1.5; stroke-dasharray: 7 3; }
  .diagram .limitname { fill: \(colours.warn); }
  .diagram .step { stroke: \(colours.fill); stroke-width: 4; stroke-linecap: round; }
  .diagram .bound { stroke: \(colours.fill); stroke-width: 1.5; }
  .diagram .mark { fill: \(colours.fill); fill-opacity: 0.75; stroke: \(colours.ground); stroke-width: 1; }

  """
}

struct DiagramColours {
  let quiet, line, warn, fill, ground: HTML

  /// Those of a page, light or dark.
  static let ofPage = DiagramColours(
    quiet: "var(--quiet)", line: "var(--line)", warn: "var(--warn)", fill: "var(--fill)", ground: "var(--ground)")
  /// For a file of its own: not every program that shows SVG knows variables.
  static let light = DiagramColours(
    quiet: "#57606a", line: "#d8dee4", warn: "#8a4b00", fill: "#2b7fab", ground: "#ffffff")
}
