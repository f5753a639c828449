// Rules for the workspace's JavaScript; prettier decides the layout.
export default [
  // written by tests/shared_cases/build.py
  { ignores: ["annotator/workspace/assets/model/shared.js", "annotator/workspace/assets/model/wire.js"] },
  {
    files: ["annotator/workspace/assets/**/*.js", "tests/workspace/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 20],
      "max-len": ["error", { code: 110, ignoreUrls: true, ignoreStrings: true }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", { max: 50 }],
      "no-empty": "error",
      "no-fallthrough": "error",
      "no-shadow": "error",
      "no-undef-init": "error",
      "no-unreachable": "error",
      "no-unused-vars": "error",
      "no-use-before-define": ["error", { functions: false, classes: false }],
      "no-useless-return": "error",
      "no-var": "error",
      eqeqeq: "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    // a test names its cases in one function
    files: ["tests/workspace/*.mjs"],
    rules: { "max-lines-per-function": "off", "max-lines": ["error", 600], "no-shadow": "off" },
  },
];
