import Notation
import SourceText
@main struct Longhand { static func main() {
  for a in CommandLine.arguments.dropFirst() { let t = MathReader.read(a)
    for l in MathLayout().box(t, width: 76).lines { print(l.text) }
    print(t.oneLine()); print(t.latex, MathReader.read(t.latex) == t)
    for l in MathLayout(ascii: true).box(t, width: 76).lines { print(l.text) }
  } } }
