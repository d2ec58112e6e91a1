// What a page finds around it when its commands are typed: a world of the simulator, files beside it, and a tree: files at their paths of the repository. Left
// out: the root program and the machines of examples/cli.
export const PAGES = {
  "docs/getting-started.md": { files: ["examples/cli/world.yaml"] },
  "docs/pulumi.md": { world: "examples/pulumi-yaml/world.yaml", files: ["examples/pulumi-yaml/Pulumi.yaml"] },
  "docs/recipes/adopting.md": { files: [] },
  "docs/recipes/offboarding.md": { files: [] },
  "docs/recipes/regions.md": { world: "tests/npm-docs/worlds/regions.yaml", files: [] },
  "docs/recipes/rotation.md": { world: "tests/npm-docs/worlds/rotation.yaml", files: [] },
  "examples/cli/README.md": { tree: ["examples/cli/world.yaml", "examples/cli/keys-that-come-back.yaml"] },
  "examples/pulumi-go/README.md": { tree: ["examples/pulumi-yaml/world.yaml"] },
  "examples/pulumi-python/README.md": { tree: ["examples/pulumi-yaml/world.yaml"] },
  "examples/pulumi-typescript/README.md": { tree: ["examples/pulumi-yaml/world.yaml"] },
  "examples/pulumi-yaml/README.md": { world: "examples/pulumi-yaml/world.yaml", files: ["examples/pulumi-yaml/Pulumi.yaml"], tree: ["examples/pulumi-yaml/world.yaml"] },
  "examples/simulator/README.md": { world: "examples/simulator/world.yaml", tree: ["examples/simulator/world.yaml"] },
  "examples/terraform/README.md": { world: "examples/terraform/offboarding/world.yaml", tree: ["examples/terraform/offboarding/world.yaml"] },
};

/** Whose console blocks are typed by a test that finds them by itself. */
export const TYPED = [[/^examples\/terraform\/[\w-]+\/README\.md$/, "tests/KeyBindingProvider.Terraform.Tests/Examples/ExampleTests.cs"]];
