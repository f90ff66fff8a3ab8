import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Runs cases against the stub: one line in, one line out. */
final class Driver {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private Driver() {}

    private static void line(Object... fields) {
        StringBuilder out = new StringBuilder();
        for (Object field : fields) {
            out.append(out.length() == 0 ? "" : "\t");
            out.append(String.valueOf(field == null ? "" : field).replace('\n', ' ').replace('\t', ' '));
        }
        OUT.println(out);
    }

    public static void main(String[] args) throws Exception {
        for (String text : Files.readAllLines(Path.of(args[0]))) {
            List<String> fields = List.of(text.split("\t", -1));
            List<String> given = fields.subList(6, fields.size());
            String site = fields.get(2);
            String nonce = fields.get(5);
            try {
                ObtainNonce.Caller caller = caller(fields.get(1), given);
                if (fields.get(0).equals("obtain")) {
                    Duration timeout = Duration.ofMillis(Long.parseLong(fields.get(3)));
                    line("ok", ObtainNonce.obtain(caller, site, timeout));
                    continue;
                }
                ObtainNonce.Signed signed =
                        ObtainNonce.sign(caller, Long.parseLong(fields.get(4)), nonce.isEmpty() ? null : nonce);
                if (fields.get(0).equals("show")) {
                    line("shown", caller, signed, ObtainNonce.enterpriseAdmin().appKey("example-app-key-not-a-real-secret"));
                } else {
                    line("signed", signed.signature(), signed.expireTime(), signed.nonce());
                }
            } catch (ObtainNonce.ObtainException error) {
                String status = error.status() == 0 ? "" : Integer.toString(error.status());
                line("error", error.step(), status, error.code(), error.getMessage(), String.join(" | ", error.help()));
            }
        }
        System.exit(0);
    }

    private static ObtainNonce.Caller caller(String mode, List<String> given) throws Exception {
        // By name, so that one program serves all modes.
        Object builder = ObtainNonce.class.getMethod(camel(mode)).invoke(null);
        for (String pair : given) {
            String[] parts = pair.split("=", 2);
            builder.getClass().getMethod(camel(parts[0]), String.class).invoke(builder, parts[1].replace('␊', '\n'));
        }
        try {
            return (ObtainNonce.Caller) builder.getClass().getMethod("build").invoke(builder);
        } catch (java.lang.reflect.InvocationTargetException error) {
            throw (Exception) error.getCause();
        }
    }

    private static String camel(String name) {
        StringBuilder out = new StringBuilder();
        for (String word : name.split("[-_]")) {
            out.append(out.length() == 0 ? word : word.substring(0, 1).toUpperCase() + word.substring(1));
        }
        return out.toString();
    }
}
