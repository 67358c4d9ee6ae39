/// What `longhand new --course` begins a course with, by the paths within its folder.
enum StarterCourse {
  static let lesson = "01-first-lesson.md"

  static func files(title: String, identity: String) -> [(path: String, text: String)] {
    [
      ("README.md", contents(title: title, identity: identity)),
      (lesson, StarterLesson.text(title: "First lesson")),
      (".github/workflows/check.yml", workflow),
      (".github/longhand.json", problemMatcher),
    ]
  }

  private static func contents(title: String, identity: String) -> String {
    """
    # \(title)

    <!-- course: \(identity) -->

    Say what the course is about, and for whom. The list below is its order; a lesson more is a line
    more.

    1. [First lesson](\(lesson))

    Walk it in the terminal: `longhand` in this folder, or `longhand` and the folder's path.

    """
  }

  /// The address of the program is the course's to say: who changes it changes what is run.
  private static let workflow = #"""
    # Checks every lesson at each push, as `longhand check .` does on your own machine.
    name: check
    on: [push, pull_request]
    permissions:
      contents: read
    jobs:
      check:
        runs-on: ubuntu-latest
        env:
          # The address of longhand's .tar.gz for Linux, from its releases. Set it once, as a
          # variable of the repository (Settings, Secrets and variables, Actions, Variables).
          LONGHAND: ${{ vars.LONGHAND }}
        steps:
          - uses: actions/checkout@v4
          - name: Install longhand
            run: |
              if [ -z "$LONGHAND" ]; then
                echo "::error::Set the variable LONGHAND to the address of longhand's .tar.gz."
                exit 1
              fi
              mkdir "$HOME/longhand"
              curl -fsSL "$LONGHAND" | tar -xz -C "$HOME/longhand" --strip-components=1
              echo "$HOME/longhand/bin" >> "$GITHUB_PATH"
          - name: Check the lessons
            run: |
              echo "::add-matcher::.github/longhand.json"
              longhand check .

    """#

  /// Findings at the lines of a change, as GitHub shows them.
  static let problemMatcher = #"""
    {
      "problemMatcher": [
        {
          "owner": "longhand",
          "pattern": [
            {
              "regexp": "^([^\\s].*):(\\d+):(\\d+): (error|warning|hint): (.*) \\[([a-z-]+)\\]$",
              "file": 1,
              "line": 2,
              "column": 3,
              "severity": 4,
              "message": 5,
              "code": 6
            }
          ]
        }
      ]
    }

    """#
}
