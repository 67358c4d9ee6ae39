extension Report {
  /// Lessons of which something was not read, or shown as something else.
  static let lessons = [
    Report(
      "k06-check-in-list", .questions(1),
      #"""
      ## S

      ```math
      x = 2.5
      ```

      1. What is x + 1?

         <!-- check
         = x + 1
         -->
      """#),
    Report(
      "k06-check-no-space", .questions(1),
      #"""
      ## S

      ```math
      x = 2.5
      ```

      What is x + 1?

      <!--check
      = x + 1
      -->
      """#),
    Report(
      "k07-indented-code", .shown("echo \\$x\\$ and \\$y\\$", not: "[-]"),
      #"""
      ## S

      Run:

          echo $x$ and $y$


      ```math
      x = 2.5
      ```
      """#),
    Report(
      "k07-link-address", .shown("http://a.b/\\$x\\$/c", not: "[-]"),
      #"""
      ## S

      See [this](http://a.b/$x$/c).


      ```math
      x = 2.5
      ```
      """#),
    Report(
      "k08-esc-in-heading", .shown(nil, not: "\u{1B}"),
      """
      ## S\u{1B}[31mX

      text


      ```math
      x = 2.5
      ```
      """),
    Report(
      "k09-bom", .shown("^A$", not: "title: A"),
      """
      \u{FEFF}---
      title: A
      ---

      ## S

      ```math
      x = 2.5
      ```
      """),
    Report(
      "k09-colon-help", .finding("[Qq]uot"),
      #"""
      ---
      title: Lesson 1: Forward
      ---

      ## S

      ```math
      x = 2.5
      ```
      """#),
    Report(
      "k10-br", .shown(nil, not: "Onetwo"),
      #"""
      ## S

      One<br>two.


      ```math
      x = 2.5
      ```
      """#),
    Report(
      "k10-nested-list-with-math", .shown("^ {4,}• nested", not: nil),
      #"""
      ## S

      1. one
         - nested

           ```math
           x = 2
           ```
         - second
      2. two
      """#),
    Report(
      "k10-autolink", .shown(nil, not: "example.org/a \\(https"),
      #"""
      ## S

      See <https://example.org/a>.


      ```math
      x = 2.5
      ```
      """#),
  ]
}
