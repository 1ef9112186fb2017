/** The token inspector's page. */
import { startPage } from "../start-page.ts";
import { createView } from "./view.ts";

startPage(createView);
