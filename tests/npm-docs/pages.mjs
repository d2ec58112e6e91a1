// What a page finds around it when its commands are typed: a world of the simulator, and files. Left out: the root program and the machines of examples/cli.
export const PAGES = {
  "docs/getting-started.md": { files: ["examples/cli/world.yaml"] },
  "docs/pulumi.md": { world: "examples/pulumi-yaml/world.yaml", files: ["examples/pulumi-yaml/Pulumi.yaml"] },
  "docs/recipes/adopting.md": { files: [] },
  "docs/recipes/offboarding.md": { files: [] },
  "docs/recipes/regions.md": { world: "tests/npm-docs/worlds/regions.yaml", files: [] },
  "docs/recipes/rotation.md": { world: "tests/npm-docs/worlds/rotation.yaml", files: [] },
};
