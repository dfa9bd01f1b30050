// Errors in JavaScript; its formatting is prettier's.
const browser = [
    "clearTimeout",
    "console",
    "document",
    "Event",
    "fetch",
    "File",
    "FormData",
    "HTMLElement",
    "navigator",
    "Node",
    "setTimeout",
    "URL",
    "URLSearchParams",
    "window",
];

module.exports = [
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            globals: Object.fromEntries(browser.map((name) => [name, "readonly"])),
            sourceType: "module",
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules: {
            complexity: ["error", 8],
            curly: "error",
            "dot-notation": "error",
            eqeqeq: ["error", "smart"],
            "max-lines": ["error", 300],
            "max-lines-per-function": ["error", {max: 60}],
            "no-console": "error",
            "no-dupe-class-members": "error",
            "no-dupe-keys": "error",
            "no-eval": "error",
            "no-redeclare": "error",
            "no-shadow": "error",
            "no-undef": "error",
            "no-unreachable": "error",
            "no-unused-vars": "error",
            "no-use-before-define": ["error", {functions: false}],
            "no-var": "error",
            "prefer-const": "error",
        },
    },
];
