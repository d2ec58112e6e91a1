"""Compiles a Python program and prints what it takes from the module `keybinding`, as JSON."""

import ast
import json
import sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    text = file.read()
tree = ast.parse(text, path)
compile(tree, path, "exec")


def dotted(node):
    if isinstance(node, ast.Attribute):
        return dotted(node.value) + [node.attr]
    return [node.id] if isinstance(node, ast.Name) else [None]


calls = []
members = []
for node in ast.walk(tree):
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        if name[0] == "keybinding":
            calls.append({"name": name[1], "keywords": [keyword.arg for keyword in node.keywords]})
    elif isinstance(node, ast.Attribute):
        name = dotted(node)
        if name[0] == "keybinding" and len(name) == 3:
            members.append(name[1:])
print(json.dumps({"calls": calls, "members": members}))
