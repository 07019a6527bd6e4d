using System.Reflection;
using System.Text.RegularExpressions;

namespace DeepSharp.Tests.Structure;

/// <summary>docs/keras.md says of every public name of Keras what stands for it here. It has to be true.</summary>
public sealed partial class KerasPageTests
{
    private const string Path = "docs/keras.md";

    private static readonly ILookup<string, Type> s_types = typeof(Model).Assembly.GetExportedTypes()
        .ToLookup(type => type.Name.Split('`')[0]);

    private static readonly IReadOnlyList<KerasName> s_names = KerasPage.Read(System.IO.Path.Combine(SourceTree.Root, Path));

    /// <summary>Where the things of a section are, if they are there: names of types, or of members of a type.</summary>
    private static readonly Dictionary<string, Func<IEnumerable<string>>> s_homes = new()
    {
        ["keras.layers"] = () => TypesOf("DeepSharp.Layers"),
        ["keras.activations"] = () => MembersOf(typeof(Activation)),
        ["keras.initializers"] = () => MembersOf(typeof(Initializer)),
        ["keras.regularizers"] = () => MembersOf(typeof(Regularizer)),
        ["keras.constraints"] = () => MembersOf(typeof(Constraint)),
        ["keras.losses"] = () => MembersOf(typeof(Loss)),
        ["keras.metrics"] = () => MembersOf(typeof(Metric)).Concat(TypesOf("DeepSharp.Metrics")),
        ["keras.optimizers"] = () => MembersOf(typeof(Optimizer)),
        ["keras.optimizers.schedules"] = () => MembersOf(typeof(LearningRateSchedule)),
        ["keras.callbacks"] = () => TypesOf("DeepSharp.Callbacks"),
        ["keras.datasets"] = () => TypesOf("DeepSharp.Datasets"),
        ["keras.utils"] = () => MembersOf(typeof(Utils)),
        ["keras.applications"] = () => MembersOf(typeof(DeepSharp.Applications)),
        ["keras.random"] = () => MembersOf(typeof(DeepSharp.Ops)).Select(name => name.StartsWith("Random", StringComparison.Ordinal) ? name[6..] : ""),
        ["keras.ops"] = () => MembersOf(typeof(DeepSharp.Ops)),
    };

    // Parts of applications, which Keras exports under no name: its configs have them.
    private static readonly string[] s_notExported = ["CustomScaleLayer", "LayerScale", "StochasticDepth"];

    /// <summary>The tables by which configs find classes: whatever is in one is here.</summary>
    private static readonly (string Section, IEnumerable<string> Names)[] s_tables =
    [
        ("keras.layers", LayerTable.Entries.Names.Except(s_notExported)),
        ("keras.activations", ActivationTable.Entries.Names),
        ("keras.initializers", InitializerTable.Entries.Names),
        ("keras.regularizers", RegularizerTable.Entries.Names),
        ("keras.constraints", ConstraintTable.Entries.Names),
        ("keras.losses", LossTable.Entries.Names),
        ("keras.metrics", MetricTable.Entries.Names),
        ("keras.optimizers", OptimizerTable.Entries.Names),
        ("keras.optimizers.schedules", ScheduleTable.Entries.Names),
    ];

    public static TheoryData<string> Sections => [.. s_names.Select(name => name.Section).Distinct()];

    [Theory]
    [MemberData(nameof(Sections))]
    public void What_is_said_to_be_here_is_a_public_type_or_member(string section) =>
        AssertNone(s_names.Where(name => name.Section == section && name.IsHere).SelectMany(name => name.Places
            .Where(place => !Exists(place)).Select(place => $"{name.Name}: there is no public {place}.")));

    [Theory]
    [MemberData(nameof(Sections))]
    public void What_is_planned_or_left_out_is_not_here(string section)
    {
        if (!s_homes.TryGetValue(section, out Func<IEnumerable<string>>? home)) return;
        HashSet<string> there = [.. home().Select(Plain)];
        AssertNone(s_names.Where(name => name.Section == section && !name.IsHere && there.Contains(Plain(name.Name)))
            .Select(name => $"{name.Name} is said to be missing, but is there. Its third column should name it."));
    }

    [Fact]
    public void Every_class_that_configs_may_name_is_said_to_be_here() => AssertNone(s_tables.SelectMany(table => table.Names
        .Where(name => char.IsAsciiLetterUpper(name[0]))
        .Where(name => !s_names.Any(known => known.Section == table.Section && known.IsHere && (known.Name == name || known.Also.Contains(name))))
        .Select(name => $"{table.Section} does not say that {name} is here.")));

    [Fact]
    public void A_name_stands_once_in_its_section_and_says_one_of_three_things()
    {
        AssertNone(s_names.GroupBy(name => (name.Section, name.Name)).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.Section}: {group.Key.Name} is there twice."));
        AssertNone(s_names.Where(name => !name.IsHere && name.Here != "planned" && !LeftOut().IsMatch(name.Here))
            .Select(name => $"{name.Name}: expected `Name`, planned or left out: why, but got '{name.Here}'."));
        Assert.InRange(s_names.Count, 900, 1200);
    }

    private static bool Exists(string place)
    {
        string[] parts = place.Split('.');
        string[] names = parts is ["Layers" or "Metrics" or "Callbacks" or "Datasets", ..] ? parts[1..] : parts;
        foreach (Type type in s_types[names[0]])
        {
            if (names.Length < parts.Length && type.Namespace != $"DeepSharp.{parts[0]}") continue;
            if (names.Length == 1 || MembersOf(type).Contains(names[1])) return true;
        }

        return false;
    }

    private static IEnumerable<string> TypesOf(string space) =>
        s_types.SelectMany(group => group).Where(type => type.Namespace == space).Select(type => type.Name);

    // Public ones, and those that are for classes that derive.
    private static IEnumerable<string> MembersOf(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy)
        .Where(member => member switch
        {
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            PropertyInfo property => property.GetMethod is { } get && (get.IsPublic || get.IsFamily || get.IsFamilyOrAssembly),
            _ => false,
        })
        .Select(member => member.Name);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static void AssertNone(IEnumerable<string> wrong) => Assert.Equal("", string.Join("\n", wrong));

    [GeneratedRegex("^left out: .{4,}")]
    private static partial Regex LeftOut();
}
