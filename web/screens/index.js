// Every other screen, each of which registers itself; tools of the header in this order.
import "./home.js";
import "./moves.js";
import "./deal.js";
import "./sure.js";
import "./evidence.js";
import "./compare.js";
import "./small.js";
import "./present.js";
import "./share.js";
