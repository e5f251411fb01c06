// Entry of the portal: the frame, which loads the page of the address, and SAMP around it.
import "./frame.ts";
import "./samp-portal.ts";
