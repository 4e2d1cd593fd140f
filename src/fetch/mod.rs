//! Official data, found on the publisher's page and brought into `geodata/`.
mod rows;
mod unpack;
