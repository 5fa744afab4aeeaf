import { configure } from "@testing-library/react";

// Of the tests, with a busy machine: what they wait for comes, though late.
configure({ asyncUtilTimeout: 30_000 });
