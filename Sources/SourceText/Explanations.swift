extension FindingKind {
  /// More about a kind of finding: what it means, an example, and what to do.
  package var explanation: String {
    switch self {
    case .unreadableFile:
      #"The file is not there, is a folder, or may not be read. Check the path and its"#
        + #" permissions."#
    case .notText:
      #"A lesson is text in UTF-8. The file holds bytes that are none, or a zero byte;"#
        + #" it may be a picture, or text in an older encoding. Save it as UTF-8."#
    case .emptyLesson:
      #"A lesson needs something to read: a sentence, a ## heading for each step, "#
        + #"formulas in ```math fences. An empty fence is reported too."#
    case .frontMatter:
      #"The lines between --- at the head of a lesson are YAML: one key and its value "#
        + #"a line, as in `decimals: 3`."#
    case .unknownKey:
      #"Front matter knows title, continues, decimals, notation and macros, and author, "#
        + #"description, license and version for who reads the file. A misspelt key would "#
        + #"otherwise be ignored, and its setting with it."#
    case .continues:
      #"`continues: NAME` starts a lesson with the names and values that another one "#
        + #"of the same folder ended with. That lesson must be there, be free of errors, "#
        + #"and not continue this one."#
    case .courseLink:
      #"The README.md of a course lists its lessons as links in an ordered list. Each "#
        + #"must lead to a lesson beside it."#
    case .hiddenCharacters:
      #"Control characters, marks that turn the direction of text, spaces without width and the "#
        + #"like cannot be seen, and can make a text look like another one or command a terminal. "#
        + #"They are shown as �, also when they are written as an entity (&#27;) or in YAML (\e). "#
        + #"Only inside an emoji is a joiner kept. Delete them."#
    case .notRead:
      #"Something in the lesson would not be seen: text behind ```math on its line, cells for "#
        + #"which "#
        + #"a table has no column, what follows a comment without -->, a fence inside HTML (which "#
        + #"ends at a blank line), a fence named Math, "#
        + #"the address of a link that there is not, a tag of HTML that says nothing to a "#
        + #"terminal."#
    case .unknownCommand:
      #"A LaTeX command that is not known. It is shown as it is written; nothing with "#
        + #"it runs."#
    case .macro:
      #"\newcommand and \def say what a command stands for, in a formula or in the front matter "#
        + #"(macros), and from there on it is put in where it is used. GitHub shows no macros. "#
        + #"One "#
        + #"that uses itself, gets too few arguments, or stands for something else already is an "#
        + #"error."#
    case .unknownCharacter:
      #"A character that is no sign of a formula. Dashes, ², ½, full-width and italic letters "#
        + #"are read as what they plainly are; this one could be anything. Write LaTeX for it."#
    case .secondScript:
      #"x^a^b and x_a_b: the second script could belong to x or to the first one, so TeX "#
        + #"and GitHub show an error. Braces say which: {x^a}^b or x^{a^b}."#
    case .numerals:
      #"Two numbers side by side are no product: they may be a number with a gap (1 000), "#
        + #"two entries without their &, a sum (2½) or a product. Write 1000 or 1\,000, &, + or "#
        + #"\cdot."#
    case .unbraced:
      #"Without braces ^, _ and \sqrt take one sign: x^10 is x¹ beside a 0. Write x^{10}."#
    case .percent:
      #"In LaTeX % begins a comment that goes to the end of the line, so what stands behind "#
        + #"`50%` is not read. Write 50\% for 0.5, and a space before a comment."#
    case .unbalanced:
      #"A bracket, brace, \left or \begin without its partner. What belongs together"#
        + #" must be closed in the order in which it was opened."#
    case .nestedTooDeep:
      #"Formulas may be nested 60 deep, and quantities 200. Give an inner part a name "#
        + #"of its own."#
    case .missingArgument:
      #"Something that a command, a sign or a function needs is not there: the second "#
        + #"factor of a product, the braces of \frac, the parentheses of f."#
    case .formulaTooLong:
      #"A formula has so many signs, a sum so many terms or a loop so many turns that "#
        + #"nobody could follow it. Matrix products say the same at any size."#
    case .wideFunctionName:
      #"`log` is three letters in LaTeX, set in italics as a product; `\log` is the "#
        + #"function. They are read as the function unless each letter is a name of the "#
        + #"lesson."#
    case .notationChanged:
      #"The lesson says `notation:` with an older version, and this formula is read otherwise "#
        + #"since. The fix writes it so that it means what it did (`check --fix` does that); if "#
        + #"what it means now is meant, give the lesson the newer version."#
    case .doesNotRun:
      #"The formula can be shown, and says nothing that could be computed: dots leave "#
        + #"terms out, → and arg max are no operations. Put it between $$ if it is only to"#
        + #" be read."#
    case .undefinedName:
      #"A name is used before it has a value. Names get values from what stands above,"#
        + #" in this lesson or the one it continues. x and X, W^{(1)} and W are different "#
        + #"names; fonts make no difference."#
    case .redefined:
      #"A name keeps the value it has; a second = is a claim about it. For a new value"#
        + #" from here on write := ."#
    case .shapeMismatch:
      #"Shapes are known before anything runs. A product needs as many columns on its "#
        + #"left as rows on its right: 2×3 times 3×1 is 2×1. Sums, quotients and ∘ need "#
        + #"one shape, or a scalar; a column is also added to every column of a matrix, "#
        + #"a row to every row. "#
        + #"Fixes are listed when one makes the whole statement fit, those first with "#
        + #"which its claims hold."#
    case .shapeUnknown:
      #"What follows ∈ must be a space of matrices: \mathbb{R}, \mathbb{R}^n or "#
        + #"\mathbb{R}^{m \times n}, with numbers, or names that have values."#
    case .ambiguousProduct:
      #"`*` is the matrix product to some and the elementwise product to others. Write"#
        + #" nothing or \cdot for the first, \circ for the second."#
    case .frobenius:
      #"‖A‖ of a matrix is taken as its Frobenius norm, the square root of the sum of "#
        + #"all squares. Others mean the spectral norm by it: write \|A\|_F."#
    case .bars:
      #"|A| of a square matrix is its determinant to most, and could be the absolute value of "#
        + #"every entry. Write \det A or \operatorname{abs}(A)."#
    case .barInTable:
      #"In a table GitHub takes a | for the end of a cell, in a formula too, and makes a plain | "#
        + #"of \|. Longhand shows both as they are meant. What reads well in both is \mid, "#
        + #"\lvert x \rvert and \lVert x \rVert."#
    case .transposition:
      #"^T transposes a matrix, and is a power of a number where T is a number. Of a square "#
        + #"matrix it could be either: write \top, or take another letter for the number."#
    case .baseOrName:
      #"e is the base of the natural logarithm until a lesson gives e a value. From there on "#
        + #"e^2 and e^T are its square and transpose; anything else could be meant either way. In "#
        + #"the body of a function e stays the base. \exp is always the function."#
    case .twoReadings:
      #"What is written here has two meanings that fit, as a power of a name and a name with a "#
        + #"number above it, or an entry and a member of a sequence. The help says how each is "#
        + #"written so that it can only be the one."#
    case .powerOfVector:
      #"g^2 of a vector that has a name is taken entry by entry, as optimisers are written; the "#
        + #"square of a length is \|g\|^2. Of a difference, as (x - y)^2, most texts mean the "#
        + #"length, so that is not read."#
    case .unit:
      #"What stands behind a number as a unit or a word is a remark: 3 \text{ cm} is 3. A lesson "#
        + #"gives its numbers in units that go together. Words that change the number, as "#
        + #"million, "#
        + #"are an error."#
    case .wholeMatrix:
      #"The mean or variance of a matrix is taken over all of its entries. For one of each"#
        + #" row or column write a rule with a free index, as m_i = \operatorname{mean}(A_{i,:})."#
        + #" Softmax and argmax are taken of every column, as examples stand here; of every row"#
        + #" they are \operatorname{softmax}(A^T)^T. The hint is left out where a column is added"#
        + #" to the matrix, or parts stand below each other in its last factor."#
    case .givenIndex:
      #"A letter below the name on the left has a value already, so that \rho_l = … gives one"#
        + #" number, that of this l. For one of every l take a letter that has no value."#
    case .givenConstant:
      #"2\pi is the number of the circle to most readers, and here \pi is a name that the lesson"#
        + #" gives another value. Give the lesson's own quantity another letter, such as w."#
    case .outOfRange:
      #"An index or a member that does not exist. Indices count from 1. When an index "#
        + #"of a sum runs too far, its upper bound belongs to another matrix, or the order"#
        + #" of two indices is turned."#
    case .unboundIndex:
      #"An index letter with nothing to run over. A sum binds it (\sum_i), the left "#
        + #"side binds it (x_i = … holds for every i), or it is a name with a value (i = "#
        + #"1)."#
    case .boundTwice:
      #"The same letter is an index outside and again of a sum inside. Which one is "#
        + #"meant cannot be told: take another letter for one of them."#
    case .rangeUnknown:
      #"A sum without bounds goes over all entries that its index picks. The index "#
        + #"picks none here, so write where it begins and ends: \sum_{i=1}^{n}."#
    case .noFirstMember:
      #"A rule for every layer, such as δ⁽ˡ⁾ = … δ⁽ˡ⁺¹⁾ …, is carried out for every l "#
        + #"for which the right side exists. It starts nowhere: define the member it needs"#
        + #" first, or look for a misspelt name."#
    case .endlessRule:
      #"A rule for every layer makes one member out of another, and that one again makes the "#
        + #"next, without end. It must use something that ends, such as the weights of a layer."#
    case .derivativeShape:
      #"A derivative of a number has the shape of what it is taken by; of a vector by "#
        + #"a vector it is the Jacobian. A vector by a matrix has three indices and does "#
        + #"not fit a matrix: index it, as in \frac{\partial \hat\rho_l}{\partial "#
        + #"W_{jl}}, and sum over the index for the chain rule."#
    case .constantDerivative:
      #"The quantity does not use the name at all, by way of any definition, so the "#
        + #"derivative is 0. Usually another name was meant, or the quantity was computed "#
        + #"from numbers instead of names."#
    case .drawShape:
      #"A draw needs a shape: state it with ∈ before drawing with ∼, or add the draw "#
        + #"to something that has a shape."#
    case .notFinite:
      #"An operation on finite numbers gave ∞ or no number: a division by 0, the "#
        + #"logarithm of a number that is not positive, the derivative of |x| at 0. Choose"#
        + #" other givens."#
    case .claimFails:
      #"An = between two things that both have values is a claim, and the two sides "#
        + #"differ by more than rounding (1 part in 10¹⁰). The help says how they are "#
        + #"related, if it is one of the usual ways."#
    case .claimUntold:
      #"The two sides agree as far as rounding lets one tell, and that is not far: where"#
        + #" something nearly equal is subtracted, few digits are left. Take numbers at which"#
        + #" nothing saturates or cancels."#
    case .claimNotGeneral:
      #"A claim holds for the lesson's numbers, and fails when the givens are drawn at"#
        + #" random or the sizes are others. A coincidence of the numbers hides a mistake."#
        + #" Claims with a number as it is typed on one side, and ≤ and ≥, are about these"#
        + #" numbers only and are not tried."#
    case .sizesFixed:
      #"Shapes are stated with names, so that the lesson is also read at other sizes. "#
        + #"Something is written for one size only."#
    case .derivativeUnclear:
      #"The exact derivative disagrees with central differences: the formula has a "#
        + #"jump or a corner near these numbers, and no one slope there."#
    case .reasonUnknown:
      #"A line of a derivation equals the one above, and none of the rules that have a name "#
        + #"explains the step. It may be several at once: a line between helps a reader, too."#
    case .reasonDiffers:
      #"Behind % at the end of a line of a derivation its author names a rule, and the lines "#
        + #"agree as well where that rule does not hold: the step was made by another one."#
    case .longStep:
      #"A line of a derivation needs four rules or more at once. It holds; a student would need "#
        + #"lines between."#
    case .data:
      #"A data fence gives a name the tiles of a grey PNG, the lines of a CSV or the digits of a "#
        + #"text beside the lesson, a column for each: name, file, for a PNG tile (8 × 8), and if "#
        + #"wanted examples (the name that counts them), columns (1-1437: which are taken), "#
        + #"classes (labels as a 1 in the row of each), header (yes or no), and shown (how many "#
        + #"the lesson's formulas are read on)."#
    case .training:
      #"A train fence says which number is made small (minimise), by which given or drawn names "#
        + #"(by), on which data (data), by L-BFGS or gradient descent with a rate (method, rate), "#
        + #"and in how many iterations."#
    case .tiles:
      #"A tiles fence shows the rows or the columns of a value as small grey pictures: rows or "#
        + #"columns (a formula), and if wanted tile (8 × 8), range (own, shared, or two numbers), "#
        + #"called (what one of them is) and caption."#
    case .plot:
      #"A plot fence draws quantities (of: formulas of one number, with commas) over a number "#
        + #"(over: a name, from, to), over the rounds of a loop (over: its letter), or over the "#
        + #"iterations of the trainings before it (over: iterations)."#
    case .network:
      #"A network fence draws one unit at a time with all that leads to it: input, weights (one "#
        + #"matrix for each layer behind the first, with commas), sums and activations (their "#
        + #"names, also ones without a value), and if wanted biases, function (f), example (which "#
        + #"column), caption; errors (of the last layers) and target for the way back."#
    case .check:
      #"A self-check is a comment behind its question, also in a list, in a quotation or at the "#
        + #"end "#
        + #"of a paragraph: <!-- check, then lines that begin with = "#
        + #"(the key: a formula over the lesson's names, shape …, formula …, order … or slip … "#
        + #"with the names of formulas, or the numbers of the right choices of the list before "#
        + #"it), ? (a hint) or ~ (a known wrong formula, a colon and what to say to it), then -->."#
    case .deadSlip:
      #"A known wrong answer (~ formula: message) must differ from the key at the lesson's "#
        + #"numbers, or who makes the mistake is told that it is right; and from the other known "#
        + #"wrong answers, or its message is never said."#
    case .unanswerable:
      #"Every key is answered as a student would: worked out by hand with three decimals, or "#
        + #"typed on a keyboard, at the lesson's numbers and at 20 random draws of its givens. "#
        + #"Here such an answer would be marked wrong, cannot be typed, or anything near 0 would "#
        + #"be marked right. Change the numbers, or ask for something else."#
    case .spellingClash:
      #"Names are typed in answers by their words and numbers, as in rho_hat and W2. Two "#
        + #"names of this lesson would be typed alike, so neither can be meant that way. "#
        + #"Rename one of them."#
    case .undiagnosable:
      #"With these numbers a usual slip gives the right answer, so nobody can be told of "#
        + #"it: a factor that is 1, a term that is 0, a matrix that equals its transpose, two "#
        + #"names with one value. Change the numbers a little."#
    }
  }
}
