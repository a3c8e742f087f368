// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Handles the signals that mean stop in place of the JVM. The JVM would start its shutdown at once,
 * and the engines' shutdown hooks would close what a graceful stop still needs; and a call of
 * {@code System.exit} could not be distinguished from a signal.
 */
final class Signals {

  /**
   * Calls the handler with the name of each SIGTERM, SIGINT or SIGHUP from now on.
   *
   * @return false if this JVM does not allow it; the signals then start its shutdown hooks
   */
  static boolean take(Consumer<String> handler) {
    try {
      // By reflection, since the compiler's warning about this class cannot be turned off.
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
                    : method.getName().equals("hashCode") ? 1 : "graceful stop";
              });
      for (String name : new String[] {"TERM", "INT", "HUP"}) {
        signal
            .getMethod("handle", signal, signalHandler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
      return true;
    } catch (ReflectiveOperationException | RuntimeException e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      System.err.println(
          "sluice: signals cannot be handled, so they start the JVM's shutdown: " + cause);
      return false;
    }
  }

  private Signals() {}
}
