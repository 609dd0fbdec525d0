// The desk: the page, what was read on it, and the keyboard, put together.
import { Keys } from "./keys.js";
import { Links } from "./links.js";
import { Viewer } from "./viewer.js";

const viewer = new Viewer(document.getElementById("liseuse"));
const links = new Links(document.getElementById("pieces"), viewer);
new Keys(viewer, links);
