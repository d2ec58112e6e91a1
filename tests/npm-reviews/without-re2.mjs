// gitlab-ci-local looks for re2, which is compiled for each machine. Rules of our files need nothing of it that RegExp does not have.
import { register } from "node:module";

const regExp = "data:text/javascript,export default RegExp";
register(
  `data:text/javascript,${encodeURIComponent(
    `export const resolve = (name, context, next) => (name === "re2" ? { url: ${JSON.stringify(regExp)}, shortCircuit: true } : next(name, context));`,
  )}`,
);
