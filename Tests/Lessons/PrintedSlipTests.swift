import Kernels
import Lessons
import SourceText
import TestSupport
import Testing

/// What the course's sources print, and is not so: typed into the lesson that teaches it, each is
/// found.
struct `Slips that are in print` {
  struct Printed: Sendable {
    var lesson: String
    var formula: String
    var finding: FindingKind
  }

  static let all = [
    // 001: the sum over layer 3 ends at s₂; i is the unit and the example; the step is printed with =.
    Printed(
      lesson: "05-hidden-error",
      formula:
        #"\delta_i^{(2)} = \left( \sum_{j=1}^{2} W_{ji}^{(2)} \delta_j^{(3)} \right) f'(z_i^{(2)})"#,
      finding: .claimFails),
    Printed(
      lesson: "06-gradients",
      formula:
        #"\frac{\partial}{\partial W_{ij}^{(l)}} J(W,b) = \frac{1}{m} \sum_{i=1}^m "#
        + #"\frac{\partial}{\partial W_{ij}^{(l)}} J(W,b;X_{:,i},X_{:,i}) + \lambda W_{ij}^{(l)}"#,
      finding: .boundTwice),
    Printed(
      lesson: "07-gradient-descent",
      formula:
        #"W_{ij}^{(1)} = W_{ij}^{(1)} - \alpha \frac{\partial}{\partial W_{ij}^{(1)}} J(W,b)"#,
      finding: .claimFails),
    // 001: with sparsity, the loop over the examples has the average over one of them.
    Printed(
      lesson: "09-sparse-hidden-error",
      formula:
        #"\nabla_{W^{(1)}} J_{\text{sparse}}(W,b) = \frac{1}{m} F x^T + \lambda W^{(1)}"#,
      finding: .claimFails),
    // 000: "can be re-written as −Ω(θ) = …".
    Printed(
      lesson: "08-sparsity",
      formula:
        #"-\Omega(\theta) = \sum_{j=1}^{2} \rho \log \rho - \rho \log \hat\rho_j "#
        + #"+ (1 - \rho) \log (1 - \rho) - (1 - \rho) \log (1 - \hat\rho_j)"#,
      finding: .claimFails),
    // 003: the sparse network "performs better": its error is larger.
    Printed(lesson: "12-l1", formula: "e_1 < e_0", finding: .claimFails),
    // 002: which x_i makes h_i largest: i is the example and the unit.
    Printed(
      lesson: "15-what-a-neuron-sees", formula: "h_i = f(w^T x_i)", finding: .shapeMismatch),
    // 003: "L₁ = ‖w‖, L₂ = w²", and λ Σ |a_i| "for sample i".
    Printed(lesson: "12-l1", formula: #"L_1 = \|w\|"#, finding: .claimFails),
    Printed(lesson: "12-l1", formula: "L_2 = w^2", finding: .shapeMismatch),
    Printed(
      lesson: "12-l1",
      formula:
        #"J_{\text{L1}}(\theta) = J(\theta) + \frac{\lambda}{m} \sum_{i=1}^{m} |a_i^{(2)}|"#,
      finding: .outOfRange),
    // 002: the outer sum of the Jacobian's norm runs over i; the penalty has no λ and no mean.
    Printed(
      lesson: "16-contractive",
      formula:
        #"\|A\|_F^2 = \sum_{i=1}^{3} \sum_{l=1}^{2} \left( \frac{\partial h_l}{\partial x_j} \right)^2"#,
      finding: .unboundIndex),
    Printed(
      lesson: "16-contractive",
      formula:
        #"\frac{\lambda}{2} \Omega(\theta) = \sum_{i=1}^{m} \sum_{l=1}^{2} g_{li}^2 \|V_{l,:}\|^2"#,
      finding: .claimFails),
    // 002: λ‖θ‖² "adds a term λW", where there is no half; units 1 to n, of which there are k.
    Printed(
      lesson: "13-regularised",
      formula: #"\nabla_W L(\theta) = \frac{2}{m} (W^*)^T (\hat{x} - x) x^T + \lambda W"#,
      finding: .claimFails),
    Printed(
      lesson: "15-what-a-neuron-sees",
      formula: #"g = \frac{W_{:,4}}{\sqrt{W_{:,4}^T W_{:,4}}}"#, finding: .outOfRange),
    // 000, 002: the derivative of one average activity by all weights; Ω summed to n; the lost
    // index.
    Printed(
      lesson: "10-rho-hat-gradient",
      formula:
        #"\frac{\partial \hat\rho_1}{\partial W} = x_{1,:}^T \left( g'(W^T x_{1,:}^T + b) \right)^T"#,
      finding: .claimFails),
    Printed(
      lesson: "10-rho-hat-gradient",
      formula: #"\frac{\partial \hat\rho_l}{\partial W} = x_i \left( g'(W^T x_i + b) \right)^T"#,
      finding: .unboundIndex),
    Printed(
      lesson: "10-rho-hat-gradient",
      formula: #"\Omega(\theta) = \sum_{l=1}^{3} \rho \log \frac{\rho}{\hat\rho_l}"#
        + #" + (1 - \rho) \log \frac{1 - \rho}{1 - \hat\rho_l}"#,
      finding: .outOfRange),
    Printed(
      lesson: "10-rho-hat-gradient",
      formula: #"\hat\rho_l = \frac{1}{m} \sum_{i=1}^m g(W^T x_{i,:}^T + b)"#,
      finding: .shapeMismatch),
  ]

  @Test(arguments: all.indices)
  func `are found`(index: Int) throws {
    let printed = Self.all[index]
    let path = "lessons/\(printed.lesson).md"
    let own = String(decoding: try Repository.data(path), as: UTF8.self)
    let text = own + "\n```math\n\(printed.formula)\n```\n"
    let lesson = LessonReader(.repository).lesson(SourceFile(path: path, text: text))
    // Claims are compared when a lesson is checked; behind a long loop that takes its time.
    let claims = lesson.steps.flatMap(\.equations).flatMap(\.claims)
    if printed.finding == .claimFails {
      #expect(claims.last?.holds == false)
    } else {
      let start = own.split(separator: "\n", omittingEmptySubsequences: false).count
      let found = lesson.findings.filter { $0.severity == .error }
      #expect(
        found.contains { $0.kind == printed.finding && $0.location.position.line > start },
        "\(printed.formula): \(found.map(\.summary))")
    }
    // And nothing else in the lesson is.
    let others = claims.dropLast().map(\.holds)
    #expect(!others.contains(false))
  }
}
