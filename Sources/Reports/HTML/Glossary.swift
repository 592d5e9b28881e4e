/// The words of a report, each in a sentence or two.
let glossary: HTML = """
  <dl class="glossary">
  <div><dt>Strength</dt><dd>The sum of a pair’s interactions, each weighed by its kind and group size and halved with \
  every half-life that has passed. What the other side sends counts too, by the factor ρ. Only differences within one \
  report mean anything.</dd></div>
  <div><dt>Share</dt><dd>The part of all of a person’s tie strength that this one tie has. Shares of a person’s ties \
  add up to 100 %.</dd></div>
  <div><dt>Circle</dt><dd>The smallest of the circles 5, 15, 50 and 150 that the rank falls in, after Dunbar. It says \
  how many are closer, not what kind of relationship it is.</dd></div>
  <div><dt>Kernel</dt><dd>How interactions fade: 10·H1d + 1·H15d is a part ten times as heavy that halves every day and \
  one that halves every 15 days. γ discounts what is sent to many at once.</dd></div>
  <div><dt>Confidence</dt><dd>How often answers as sure as this one were right among the people of known value on \
  whom it was calibrated; 1.00 means all of them, not certainty. The lower bound is the cautious \
  end of its 95 % interval, and it decides on publication.</dd></div>
  <div><dt>Unknown</dt><dd>An answer, not a gap: too little evidence, too little certainty, one person who would reveal \
  it alone, or no permission.</dd></div>
  <div><dt>Evidence</dt><dd>The number of people with a known value, and permission to use it, whose values reached \
  this person. Who they are is not shown.</dd></div>
  <div><dt>Calibration error, Brier score</dt><dd>How far confidence and truth lie apart on average, and the mean \
  squared difference between them. For both, less is better.</dd></div>
  <div><dt>Limits</dt><dd>A strong tie in a log is not closeness: what happened elsewhere is not in it. People who \
  opted out are missing. Sensitive attributes are never inferred, and nothing is inferred about minors.</dd></div>
  </dl>

  """
