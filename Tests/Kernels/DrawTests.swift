import Kernels
import Matrices
import Notation
import SourceText
import Testing

struct `Random draws` {
  private func workspace(_ text: String) -> Workspace {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    _ = EquationReader.read(read.lines, in: file, &workspace)
    return workspace
  }

  @Test func `are the same every time, and each name has its own`() throws {
    let text = #"""
      A, B \in \mathbb{R}^{20 \times 30}
      A \sim \mathcal{U}(-1, 3)
      B \sim \mathcal{U}(-1, 3)
      """#
    let first = try #require(workspace(text).values[Name("A")])
    #expect(workspace("c = 3\n" + text).values[Name("A")] == first)
    #expect(workspace(text).values[Name("B")] != first)
    // 600 numbers: the mean is 1 within three deviations of 4/√12/√600.
    let isInside = first.elements.allSatisfy { (-1...3).contains($0) }
    #expect(isInside)
    #expect((first.sum / 600 - 1).magnitude < 0.15)
  }

  @Test func `have the moments of their distribution`() throws {
    let values = workspace(
      #"""
      N, M \in \mathbb{R}^{40 \times 50}
      N \sim \mathcal{N}(2, 0.5)
      q = 0.3
      M \sim \text{Bernoulli}(1 - q)
      """#
    ).values
    let normal = try #require(values[Name("N")])
    let mean = normal.sum / 2000
    let variance = normal.map { ($0 - mean) * ($0 - mean) }.sum / 2000
    #expect((mean - 2).magnitude < 0.04)
    #expect((variance - 0.25).magnitude < 0.03)
    let coins = try #require(values[Name("M")])
    let isCoin = coins.elements.allSatisfy { $0 == 0 || $0 == 1 }
    #expect(isCoin)
    #expect((coins.sum / 2000 - 0.7).magnitude < 0.04)
  }

  @Test func `inside a formula take the shape of what they are added to, each other numbers`()
    throws
  {
    let values = workspace(
      #"""
      x = (1, 2, 3)
      y = x + \mathcal{N}(0, 1) - \mathcal{N}(0, 1)
      """#
    ).values
    let y = try #require(values[Name("y")])
    #expect(y.shape == Shape(3, 1))
    #expect(y.elements != [1, 2, 3])
    #expect(Set(y.elements).count == 3)
  }
}
