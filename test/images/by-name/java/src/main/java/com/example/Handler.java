package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.File;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.sql.DriverManager;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import javax.naming.directory.InitialDirContext;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.xml.parsers.DocumentBuilderFactory;

/** What the standard library of Java opens or calls by its name. */
public final class Handler implements RequestHandler<Object, Map<String, Object>> {
    private static final Map<String, Callable<Object>> USES = new LinkedHashMap<>();

    static {
        USES.put("time zone", () -> TimeZone.getDefault().getID());
        USES.put("time zones", () -> ZoneId.getAvailableZoneIds().size());
        USES.put("a time", () -> Instant.EPOCH.atZone(ZoneId.of("Europe/Berlin")).toString());
        USES.put("locale", () -> Locale.getDefault().toString());
        USES.put("numbers", () -> NumberFormat.getCurrencyInstance(Locale.US).format(1234.5));
        USES.put("dates", () -> DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).format(LocalDate.EPOCH));
        USES.put("charsets", () -> Charset.availableCharsets().size());
        USES.put("normal forms", () -> Normalizer.normalize("é", Normalizer.Form.NFD).length());
        USES.put("encodings", () -> List.of(Charset.defaultCharset().name(), System.getProperty("sun.jnu.encoding")));
        USES.put("a file name", () -> Files.writeString(Path.of("/tmp/é"), "").toFile().exists());
        USES.put("localhost", () -> InetAddress.getByName("localhost").getHostAddress());
        USES.put("names of hosts", () -> new InitialDirContext().getEnvironment().size());
        USES.put("home", () -> System.getProperty("user.home"));
        USES.put("temporary file", () -> Files.exists(Files.createTempFile("a", "b")));
        USES.put("a ZIP file", () -> FileSystems.newFileSystem(Path.of("/var/task/function.jar")).getRootDirectories().iterator().next().toString());
        USES.put("MIME types", () -> URLConnection.guessContentTypeFromName("a.json"));
        USES.put("MIME type of a file", () -> Files.probeContentType(Path.of("a.html")));
        USES.put("random numbers", () -> SecureRandom.getInstanceStrong().nextInt(1));
        USES.put("key stores", () -> KeyStore.getInstance("PKCS12").getType());
        USES.put("providers", () -> Arrays.stream(Security.getProviders()).map(Object::toString).toList());
        USES.put("TLS", () -> Arrays.asList(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()));
        USES.put("certificate authorities", Handler::countAuthorities);
        USES.put("HTTP client", () -> HttpClient.newHttpClient().version().toString());
        USES.put("URL", () -> URI.create("https://example.com").toURL().getDefaultPort());
        USES.put("drivers of databases", () -> DriverManager.drivers().count());
        USES.put("XML", () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument().getXmlVersion());
        USES.put("sh", () -> output("sh", "-c", "echo $((6 * 7))"));
        USES.put("sh, by path", () -> List.of(new File("/bin/sh").exists(), new File("/usr/bin/sh").exists()));
        USES.put("programs", () -> List.of(output("cat", "--version"), output("ls", "--version"), output("getconf", "PAGE_SIZE")));
    }

    private static Object countAuthorities() throws Exception {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length > 100;
    }

    private static String output(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes());
    }

    @Override
    public Map<String, Object> handleRequest(Object event, Context context) {
        var results = new LinkedHashMap<String, Object>();
        USES.forEach((name, use) -> {
            try {
                results.put(name, use.call());
            } catch (Exception | LinkageError error) {
                results.put(name, error.toString());
            }
        });
        return results;
    }
}
