import { register } from "node:module";
import { MUTANTS, MUTANT_VARIABLE, type Mutant } from "./mutants.ts";

/* Loaded before the program (`node --import`): puts the mutant's text in place of the program's while its module is read. */
const mutant: Mutant | undefined = Object.entries(MUTANTS).find(([name]) => name === process.env[MUTANT_VARIABLE])?.[1];
if (mutant !== undefined) register("./mutant-loader.js", import.meta.url, { data: mutant });
