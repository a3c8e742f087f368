// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A request for a graceful stop: made once, and then passed to all registered actions. */
final class StopRequest {

  private final Consumer<Throwable> failures;
  private final List<Runnable> actions = new ArrayList<>();
  private String wish;

  /**
   * @param failures receives what an action throws
   */
  StopRequest(Consumer<Throwable> failures) {
    this.failures = failures;
  }

  /**
   * Makes the request, unless it was made before.
   *
   * @param why what requested the stop, such as {@code SIGTERM}
   * @return whether this was the first request
   */
  boolean make(String why) {
    List<Runnable> due;
    synchronized (this) {
      if (wish != null) {
        return false;
      }
      wish = why;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(this::start);
    return true;
  }

  synchronized boolean isMade() {
    return wish != null;
  }

  /** What requested the stop; null if nothing did. */
  synchronized String why() {
    return wish;
  }

  /**
   * Runs the action once, on a separate thread, when the request is made, or now if it was made.
   */
  void onMade(Runnable action) {
    synchronized (this) {
      if (wish == null) {
        actions.add(action);
        return;
      }
    }
    start(action);
  }

  private void start(Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              try {
                action.run();
              } catch (Throwable e) {
                failures.accept(e);
              }
            },
            "sluice-stop");
    thread.setDaemon(true);
    thread.start();
  }
}
