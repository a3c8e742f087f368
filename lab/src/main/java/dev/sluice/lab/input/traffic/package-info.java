/** Web traffic generated from a seed, each record labelled with its intended outcome. */
package dev.sluice.lab.input.traffic;
