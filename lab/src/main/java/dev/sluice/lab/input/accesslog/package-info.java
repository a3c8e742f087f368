/** Access logs in Common and Combined Log Format. */
package dev.sluice.lab.input.accesslog;
