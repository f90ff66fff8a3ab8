import android.content.Intent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads what a link's `intent:` form is to mean, then the form itself, four fields a line, as Android does. */
final class Intents {
    public static void main(String[] args) throws IOException, URISyntaxException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            List<String> expected = Arrays.asList(line.split("\t", -1)).subList(0, 3);
            // As browsers call it.
            Intent intent = Intent.parseUri(line.substring(line.lastIndexOf('\t') + 1), Intent.URI_INTENT_SCHEME);
            String fallback = intent.getStringExtra("browser_fallback_url");
            List<String> read =
                    Arrays.asList(
                            intent.getDataString(),
                            intent.getPackage() == null ? "" : intent.getPackage(),
                            fallback == null ? "" : fallback);
            boolean isPlain =
                    Intent.ACTION_VIEW.equals(intent.getAction())
                            && intent.getComponent() == null
                            && intent.getSelector() == null
                            && intent.getFlags() == 0;
            if (!read.equals(expected) || !isPlain) {
                throw new AssertionError("expected " + expected + "\nbut read " + read);
            }
            count++;
        }
        System.out.println(count);
    }
}
