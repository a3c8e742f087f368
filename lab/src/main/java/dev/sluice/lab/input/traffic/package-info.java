/** Web traffic made up from a seed, each record labelled with what it is meant to become. */
package dev.sluice.lab.input.traffic;
