/** Access logs: Common and Combined Log Format, and those of two AWS services. */
package dev.sluice.lab.input.accesslog;
