import Kernels
import Matrices

extension Worlds {
  /// An operation with what it is done to.
  struct Place {
    // Pointers, for a node is much to copy, and every operation is looked at through these.
    private let nodes: UnsafeBufferPointer<Kernel.Node>
    private var own: UnsafePointer<Kernel.Node>
    /// Of all operations before it.
    let values: [Matrix<DualLanes>]
    var operands: [Matrix<DualLanes>]
    let isSubject: Bool
    /// Those in which a mistake is looked at.
    var lanes = Mask.all

    init(
      _ own: UnsafePointer<Kernel.Node>, of nodes: UnsafeBufferPointer<Kernel.Node>,
      values: [Matrix<DualLanes>], isSubject: Bool
    ) {
      (self.own, self.nodes, self.values, self.isSubject) = (own, nodes, values, isSubject)
      operands = own.pointee.operands.map { values[$0] }
    }

    var node: Kernel.Node { _read { yield own.pointee } }
    var shape: Shape { node.shape }
    var operations: [Operation] { node.operands.map { nodes[$0].operation } }
    /// Whether the operands have the shapes that were read; after a mistake they need not.
    var isAsRead: Bool {
      zip(node.operands, operands).allSatisfy { nodes[$0].shape == $1.shape }
    }
    /// The same with another operation.
    func with(
      _ node: Kernel.Node, _ run: (Place) -> Matrix<DualLanes>
    ) -> Matrix<DualLanes> {
      withUnsafePointer(to: node) { pointer in
        var place = self
        place.own = pointer
        return run(place)
      }
    }
    /// What an operation of which these are operands was done to.
    func operands(of operand: Int) -> [Matrix<DualLanes>] {
      nodes[node.operands[operand]].operands.map { values[$0] }
    }
    var isSquareOfLength: Bool {
      operations.count == 2 && operations[0].isNorm && operands[1] == Matrix(DualLanes(2))
    }
  }
}
