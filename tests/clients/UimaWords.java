import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.uima.UIMAFramework;
import org.apache.uima.cas.CAS;
import org.apache.uima.cas.Feature;
import org.apache.uima.cas.FeatureStructure;
import org.apache.uima.cas.ArrayFS;
import org.apache.uima.cas.Type;
import org.apache.uima.cas.impl.XmiCasDeserializer;
import org.apache.uima.cas.text.AnnotationFS;
import org.apache.uima.resource.metadata.TypeSystemDescription;
import org.apache.uima.util.CasCreationUtils;
import org.apache.uima.util.XMLInputSource;

/** Prints, of each XMI file named after the type system: the file, a statement, a role and its words, as UIMA cuts them. */
public class UimaWords {
    public static void main(String[] arguments) throws Exception {
        System.setOut(new PrintStream(System.out, true, "UTF-8"));
        TypeSystemDescription types =
            UIMAFramework.getXMLParser().parseTypeSystemDescription(new XMLInputSource(arguments[0]));
        CAS cas = CasCreationUtils.createCas(types, null, null);
        Type statement = cas.getTypeSystem().getType("webanno.custom.Statement");
        Feature identifier = statement.getFeatureByBaseName("identifier");
        Feature args = statement.getFeatureByBaseName("args");
        for (int place = 1; place < arguments.length; place++) {
            cas.reset();
            try (FileInputStream file = new FileInputStream(arguments[place])) {
                XmiCasDeserializer.deserialize(file, cas);
            }
            for (AnnotationFS found : cas.getAnnotationIndex(statement)) {
                ArrayFS links = (ArrayFS) found.getFeatureValue(args);
                for (FeatureStructure link : links.toArray()) {
                    Type of = link.getType();
                    String role = link.getStringValue(of.getFeatureByBaseName("role"));
                    AnnotationFS target = (AnnotationFS) link.getFeatureValue(of.getFeatureByBaseName("target"));
                    Feature words = target.getType().getFeatureByBaseName("words");
                    if (words != null && target.getStringValue(words) != null) {
                        System.out.println(String.join("\t", Path.of(arguments[place]).toString(),
                            found.getStringValue(identifier), role.split(" ")[0],
                            target.getCoveredText().replace("\n", "\\n")));
                    }
                }
            }
        }
    }
}
