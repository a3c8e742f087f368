package dev.sluice.engine.life;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Takes the signals that mean stop away from the JVM. Were they left to it, it would begin its
 * shutdown at once, and the engines' own shutdown hooks would tear down what the stop in good order
 * still needs; and a stray {@code System.exit} could not be told from a signal.
 */
final class Signals {

  /**
   * Has the handler told the name of each SIGTERM, SIGINT or SIGHUP from now on.
   *
   * @return false where this JVM does not lend its signals; they then start its shutdown hooks
   */
  static boolean take(Consumer<String> handler) {
    try {
      // By reflection: the compiler gives a warning for this class that cannot be switched off.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {signalHandler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  handler.accept(arguments[0].toString());
                  return null;
                }
                return method.getName().equals("equals")
                    ? (Object) (self == arguments[0])
                    : method.getName().equals("hashCode") ? 1 : "stop in good order";
              });
      for (String name : new String[] {"TERM", "INT", "HUP"}) {
        signal
            .getMethod("handle", signal, signalHandler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      System.err.println("sluice: signals are left to the JVM: " + cause);
      return false;
    }
  }

  private Signals() {}
}
