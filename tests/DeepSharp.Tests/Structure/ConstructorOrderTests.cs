using System.Reflection;

namespace DeepSharp.Tests.Structure;

/// <summary>
/// Arguments come in Keras's order, so that what is given without names means the same. Those that are only here come behind Keras's.
/// </summary>
public class ConstructorOrderTests
{
    // A name here that is not Keras's in .NET casing, and which of Keras's it stands for.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["axes"] = "axis",
        ["standarddeviation"] = "stddev",
        ["minimum"] = "minval",
        ["maximum"] = "maxval",
        ["cells"] = "cell",
        ["minlearningrate"] = "minlr",
    };

    // What stands elsewhere on purpose, and why. Keras's base classes take the rest as **kwargs.
    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["layers AdditiveAttention seed"] = "Keras's base class has it, and hands it on from **kwargs",
        ["layers EinsumDense activityRegularizer"] = "in Keras one of **kwargs; with the other regularizers, as in Dense",
        ["layers Embedding activityRegularizer"] = "in Keras one of **kwargs; with the other regularizers, as in Dense",
        ["initializers Identity gain"] = "Keras lets the class without arguments stand for it; its config has a gain",
        ["layers Cropping2D rows"] = "cropping of two axes as two arguments",
        ["layers Cropping2D columns"] = "cropping of two axes as two arguments",
        ["layers Cropping3D depths"] = "cropping of three axes as three arguments",
        ["layers Cropping3D rows"] = "cropping of three axes as three arguments",
        ["layers Cropping3D columns"] = "cropping of three axes as three arguments",
        ["layers ZeroPadding2D rows"] = "padding of two axes as two arguments",
        ["layers ZeroPadding2D columns"] = "padding of two axes as two arguments",
        ["layers ZeroPadding3D depths"] = "padding of three axes as three arguments",
        ["layers ZeroPadding3D rows"] = "padding of three axes as three arguments",
        ["layers ZeroPadding3D columns"] = "padding of three axes as three arguments",
        ["layers AutoContrast dataFormat"] = "Keras's base class of augmentations has it, in **kwargs",
        ["layers MaxNumBoundingBoxes dataFormat"] = "Keras's base class of augmentations has it, in **kwargs",
        ["layers RandomBrightness dataFormat"] = "Keras's base class of augmentations has it, in **kwargs",
        ["layers RandomContrast dataFormat"] = "Keras's base class of augmentations has it, in **kwargs",
        ["layers Solarization dataFormat"] = "Keras's base class of augmentations has it, in **kwargs",
        ["layers ReversibleEmbedding weights"] = "of Embedding, Keras's base class, in **kwargs",
        ["layers ReversibleEmbedding activityRegularizer"] = "in Keras one of **kwargs, as in Embedding",
        ["callbacks LambdaCallback *"] = "Keras takes the other events from **kwargs; valueNames says which logs there are",
        ["optimizers Optimizer options"] = "a base class: the shared options are one object",
        ["optimizers Optimizer slotNames"] = "a base class: what a custom optimizer keeps of each weight",
    };

    public static TheoryData<string> Known => [.. Lines.Where(line => Faces(line).Any())];

    private static IEnumerable<string> Lines => File.ReadLines(
        Path.Combine(SourceTree.Root, "tests", "DeepSharp.Tests", "Structure", "KerasConstructors.txt"));

    [Theory]
    [MemberData(nameof(Known))]
    public void Arguments_come_in_the_order_of_Keras(string line)
    {
        string[] parts = line.Split(' ');
        List<string> order = [.. parts[2..].Select(name => Plain(name))];
        if (!order.Contains("name")) order.Add("name");
        order.Add("inputshape");
        foreach (MethodBase face in Faces(line))
        {
            string[] ours = [.. face.GetParameters().Select(one => one.Name!)];
            string[] unknown =
            [
                .. ours.Where(name => !order.Contains(Keras(name, order)) && !HasReason(parts, name)),
            ];
            Assert.True(unknown.Length == 0, $"{face.DeclaringType!.Name}.{face.Name}: Keras has no {string.Join(", ", unknown)}.");
            int[] places = [.. ours.Select(name => order.IndexOf(Keras(name, order))).Where(place => place >= 0)];
            Assert.True(places.SequenceEqual(places.Order()), $"{face.DeclaringType!.Name}: ({string.Join(", ", ours)}) but Keras has {line}.");
        }
    }

    [Fact]
    public void Most_classes_of_Keras_are_compared() => Assert.InRange(Known.Count, 200, int.MaxValue);

    [Fact]
    public void Every_reason_is_needed()
    {
        HashSet<string> there =
        [
            .. Lines.SelectMany(line => Faces(line).SelectMany(face => face.GetParameters())
                .SelectMany(one => new[] { $"{string.Join(' ', line.Split(' ')[..2])} {one.Name}", $"{string.Join(' ', line.Split(' ')[..2])} *" })),
        ];
        Assert.DoesNotContain(s_reasons.Keys, reason => !there.Contains(reason));
    }

    // What makes one: public constructors, and members of the base class of that name.
    private static IEnumerable<MethodBase> Faces(string line)
    {
        string[] parts = line.Split(' ');
        Type root = parts[0] switch
        {
            "layers" => typeof(Layer),
            "losses" => typeof(Loss),
            "metrics" => typeof(Metric),
            "callbacks" => typeof(Callback),
            "optimizers" => typeof(Optimizer),
            "schedules" => typeof(LearningRateSchedule),
            "initializers" => typeof(Initializer),
            "regularizers" => typeof(Regularizer),
            _ => typeof(Constraint),
        };
        const BindingFlags Open = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        IEnumerable<MethodBase> constructors = root.Assembly.GetExportedTypes()
            .Where(type => type.Name == parts[1] && root.IsAssignableFrom(type))
            .SelectMany(type => type.GetConstructors(Open | BindingFlags.NonPublic).Where(one => one.IsPublic || one.IsFamily))
            .Where(one => one.GetParameters() is not [var only] || only.ParameterType != one.DeclaringType);
        IEnumerable<MethodBase> members = root.GetMethods(Open).Where(
            one => one.IsStatic && one.Name == parts[1] && root.IsAssignableFrom(one.ReturnType));
        return constructors.Concat(members);
    }

    private static string Keras(string name, List<string> order) =>
        order.Contains(Plain(name)) ? Plain(name) : s_names.GetValueOrDefault(Plain(name), Plain(name));

    // Losses of which Keras's own class forgot its base's reduction have it all the same.
    private static bool HasReason(string[] parts, string name) =>
        s_reasons.ContainsKey($"{parts[0]} {parts[1]} {name}") || s_reasons.ContainsKey($"{parts[0]} {parts[1]} *")
        || (parts[0] == "losses" && name == "reduction");

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
