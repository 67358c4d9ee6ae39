import Notation
import SourceText

/// Functions that every lesson has unless it defines them itself, written as a lesson would.
enum Prelude {
  static let path = "built-in"

  private static let source = #"""
    \sigma(z) = \frac{1}{1 + e^{-z}}
    \text{KL}(p \| q) = p \log \frac{p}{q} + (1 - p) \log \frac{1 - p}{1 - q}
    """#

  static let workspace: Workspace = {
    var workspace = Workspace.bare
    let file = SourceFile(path: path, text: source)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    _ = EquationReader.read(read.lines, in: file, &workspace)
    return workspace
  }()
}
