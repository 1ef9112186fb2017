/** The page that searches logs. */
import { startPage } from "../start-page.ts";
import { createView } from "./view.ts";

startPage(createView);
