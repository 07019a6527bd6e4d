namespace DeepSharp.Tests.Structure;

/// <summary>Which top-level types a file declares, and which of given type names it names.</summary>
/// <remarks>
/// There is no compiler here, so a name can be something else: <c>node.Input(0)</c> is a method, <c>Shape Input { get; }</c> a property. A
/// word counts as the name of a type unless it comes after a dot (other than that of a namespace), is called like a method, or is the name
/// in a declaration; and where the folder declares a member of that name, only where nothing but a type can stand.
/// </remarks>
internal static class TypeUses
{
    private static readonly HashSet<string> s_keywords =
    [
        .. ("abstract and as async await base bool break byte case catch char checked class const continue decimal default delegate do "
            + "double else enum event explicit extern false field file finally fixed float for foreach get goto if implicit in init int "
            + "interface internal is lock long namespace new nint not null nuint object operator or out override params partial private "
            + "protected public readonly record ref required return sbyte scoped sealed set short sizeof stackalloc static string struct "
            + "switch this throw true try typeof uint ulong unchecked unmanaged unsafe ushort using value var virtual void volatile when "
            + "where while with yield").Split(' '),
    ];

    private static readonly HashSet<string> s_typeWords =
    [
        .. "bool byte char decimal double float int long nint nuint object sbyte short string uint ulong ushort void".Split(' '),
    ];

    /// <summary>The names of the top-level types that the tokens declare.</summary>
    public static IEnumerable<string> Declared(IReadOnlyList<string> tokens)
    {
        int depth = 0;
        for (int i = 0; i < tokens.Count - 1; i++)
        {
            if (tokens[i] == "{") depth++;
            else if (tokens[i] == "}") depth--;
            else if (depth == 0 && StartsType(tokens, i)) yield return tokens[i + 1];
            else if (depth == 0 && tokens[i] == "delegate") yield return tokens[NameOfDelegate(tokens, i)];
        }
    }

    /// <summary>The names of the types that the tokens declare inside others.</summary>
    public static IEnumerable<string> Nested(IReadOnlyList<string> tokens) =>
        Enumerable.Range(0, tokens.Count).Where(i => StartsType(tokens, i)).Select(i => tokens[i + 1]).Except(Declared(tokens));

    /// <summary>The names of the members, and other declared names, of the tokens.</summary>
    public static IEnumerable<string> Members(IReadOnlyList<string> tokens) =>
        Enumerable.Range(1, Math.Max(0, tokens.Count - 2))
            .Where(i => IsDeclaredName(tokens, i) || IsMethodDeclaration(tokens, i)).Select(i => tokens[i]);

    /// <summary>Those of <paramref name="names"/> that the tokens name as types.</summary>
    /// <param name="tokens">Of one file.</param>
    /// <param name="names">Types to look for; one nested in the file has precedence over them.</param>
    /// <param name="members">Names of members in the file's folder.</param>
    public static IEnumerable<string> Named(IReadOnlyList<string> tokens, IReadOnlySet<string> names, IReadOnlySet<string> members)
    {
        HashSet<string> nested = [.. Nested(tokens)];
        bool inHeader = false;
        int depth = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = tokens[i];
            if (token is "(") depth++;
            if (token is ")") depth--;
            if (token == "enum") i = EndOfEnum(tokens, i);
            else if (StartsType(tokens, i)) (inHeader, depth) = (true, 0);
            else if (depth == 0 && token is "{" or ";") inHeader = false;
            else if (names.Contains(token) && !nested.Contains(token)
                && IsType(tokens, i, inHeader && depth == 0, members.Contains(token))) yield return token;
        }
    }

    private static bool IsType(IReadOnlyList<string> tokens, int i, bool inHeader, bool isMember)
    {
        string before = i > 0 ? tokens[i - 1] : "";
        string after = i + 1 < tokens.Count ? tokens[i + 1] : "";
        if (before == "." && !IsNamespace(tokens, i - 2)) return false;
        if (before is "class" or "struct" or "interface" or "enum" or "record") return false;
        if (before == "new" || inHeader) return true;
        if (after == "(" || after == ":" || IsDeclaredName(tokens, i)) return false;
        return !isMember || before is "is" or "as" or "<" || IsName(after);
    }

    // A name that is declared stands after its type and before what ends or fills it: "Shape Input {", "List<int> Input =>", "int? Input,".
    private static bool IsDeclaredName(IReadOnlyList<string> tokens, int i)
    {
        if (i == 0 || i + 1 >= tokens.Count || !IsWord(tokens[i])) return false;
        return EndsType(tokens[i - 1]) && tokens[i + 1] is "{" or "=>" or "=" or ";" or "," or ")";
    }

    private static bool IsMethodDeclaration(IReadOnlyList<string> tokens, int i) =>
        i > 0 && i + 1 < tokens.Count && IsName(tokens[i]) && tokens[i + 1] is "(" or "<" && EndsType(tokens[i - 1]);

    private static bool EndsType(string token) => token is ">" or "]" or "?" || s_typeWords.Contains(token) || IsName(token);

    private static bool StartsType(IReadOnlyList<string> tokens, int i)
    {
        if (i + 1 >= tokens.Count || !IsName(tokens[i + 1])) return false;
        bool isKind = tokens[i] is "class" or "struct" or "interface" or "enum" or "record";
        return isKind && (i == 0 || tokens[i - 1] is not (":" or ","));
    }

    // Nothing in an enum is a type but, at most, a number's.
    private static int EndOfEnum(IReadOnlyList<string> tokens, int i)
    {
        while (i < tokens.Count - 1 && tokens[i] != "}") i++;
        return i;
    }

    private static int NameOfDelegate(IReadOnlyList<string> tokens, int i)
    {
        while (tokens[i + 1] != "(" && tokens[i + 1] != "<") i++;
        return i;
    }

    private static bool IsNamespace(IReadOnlyList<string> tokens, int i)
    {
        while (i >= 2 && tokens[i - 1] == ".") i -= 2;
        return i >= 0 && tokens[i] == "DeepSharp";
    }

    private static bool IsName(string token) => IsWord(token) && !s_keywords.Contains(token);

    private static bool IsWord(string token) => token.Length > 0 && (char.IsLetter(token[0]) || token[0] == '_');
}
