//! SAMP: our hub with the clients of others, our client with the hubs of others, our script as it is sent.

mod astropy;
mod browser;
mod hub;
mod jsamp;
mod noise;
mod pages;
mod programs;
mod script;
mod stilts;
