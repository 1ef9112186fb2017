/** The page of sign-ins. */
import { startPage } from "../start-page.ts";
import { createView } from "./view.ts";

startPage(createView);
