package dev.sluice.engine.life;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Somebody's wish that the run stop in good order: made once, then told to all who asked. */
final class StopRequest {

  private final Consumer<Throwable> failures;
  private final List<Runnable> actions = new ArrayList<>();
  private String wish;

  /**
   * @param failures told what an action throws
   */
  StopRequest(Consumer<Throwable> failures) {
    this.failures = failures;
  }

  /**
   * Makes the wish, unless it was made before.
   *
   * @param why who wants it, such as {@code SIGTERM}
   * @return whether this was the first
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

  /** Who wanted it; null where nobody did. */
  synchronized String why() {
    return wish;
  }

  /** Has the action run once, on a thread of its own, when the wish is made or was made. */
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
