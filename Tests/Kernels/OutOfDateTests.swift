import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// After an update, what was made from the old value is out of date until somebody asks for it.
struct `What is out of date` {
  private func read(_ lines: [String]) -> Workspace {
    let (workspace, _, findings) = EquationReader.lesson(lines)
    #expect(findings.map(\.summary) == [])
    return workspace
  }

  private func value(_ latex: String, _ workspace: Workspace) throws -> [Double] {
    let file = SourceFile(path: "question", text: latex)
    let tree = try #require(
      MathReader.read(MathSource(file, file.bytes.indices), for: .live).lines.first)
    let kernel = try #require(EquationReader.kernel(of: tree, in: file, workspace).kernel)
    return kernel.value(in: Scope<Double>(workspace)).elements
  }

  @Test func `is never looked up`() throws {
    let workspace = read([
      "W = 2", "J = W^2", #"\nabla_W J = 2 W"#, "v = 3 J", "W := 5",
    ])
    #expect(try value("v", workspace) == [75])
    #expect(try value(#"\nabla_W J"#, workspace) == [10])
    #expect(try value(#"v - \nabla_W J"#, workspace) == [65])
  }

  @Test func `may be a long chain`() throws {
    let chain = (1...5000).map { #"\text{a\#($0)} = \text{a\#($0 - 1)} + 1"# }
    let workspace = read([#"\text{a0} = 1"#] + chain + [#"\text{a0} := 2"#])
    #expect(try value(#"\text{a5000}"#, workspace) == [5002])
  }
}
