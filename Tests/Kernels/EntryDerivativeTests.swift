import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Derivatives by entries that go along with an index. The values are NumPy's, with
/// z = Wx and ∂J/∂W = z xᵀ + 3 W∘W worked out by hand.
struct `Derivatives by entries` {
  private static let given = [
    #"W = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}"#, "x = (1, -1, 2)", "z = W x",
    #"J = \frac12 z^T z + \sum_{i=1}^{2} \sum_{j=1}^{3} W_{ij}^3"#,
  ]

  @Test(arguments: [
    (#"g_{ij} = \frac{\partial J}{\partial W_{ij}}"#, [8.0, 7, 37, 59, 64, 130]),
    // The indices the other way round, one of them moved, both the same.
    (#"g_{ji} = \frac{\partial J}{\partial W_{ij}}"#, [8, 59, 7, 64, 37, 130]),
    (#"g_i = \sum_{j=1}^{2} \frac{\partial J}{\partial W_{i,j+1}}"#, [44, 194]),
    (#"g = \sum_{i=1}^{2} \frac{\partial}{\partial W_{ii}} J"#, [72]),
    // Rows, and columns of a Jacobian.
    (#"g_i = \| \frac{\partial J}{\partial W_{i,:}} \|^2"#, [1482, 24477]),
    (#"g = \sum_{j=1}^{3} \frac{\partial z}{\partial x_j}"#, [6, 15]),
    (#"g_{kj} = \frac{\partial z_k}{\partial x_j}"#, [1, 2, 3, 4, 5, 6]),
    (#"g_j = \frac{\partial}{\partial x_j} (x^T x)^2"#, [24, -24, 48]),
  ])
  func `have the values that NumPy gives them`(formula: String, values: [Double]) throws {
    let (workspace, _, findings) = EquationReader.lesson(Self.given + [formula])
    #expect(findings.map(\.summary) == [])
    let value = try #require(workspace.values[Name("g")])
    #expect(value.isClose(to: Matrix(shape: value.shape, elements: values), tolerance: 1e-12))
  }
}
