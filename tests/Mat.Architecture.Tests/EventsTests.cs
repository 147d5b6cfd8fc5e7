using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mat.Platform.Messaging;

namespace Mat.Architecture.Tests;

/// <summary>
/// Each event's form on the wire, as a file that somebody read. A member that goes or changes its type breaks what waits in
/// an outbox or a queue; one that is added is fine once the file says so.
/// </summary>
public sealed class EventsTests
{
    public static TheoryData<Type> Events => [.. EventTypes.All.OrderBy(t => t.FullName, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Events))]
    public void Wire_form_is_the_one_on_file(Type type)
    {
        var actual = JsonSerializer.Serialize(Sample(type), type, EventTypes.Json);
        var file = Path.Combine(Folder(), type.Name + ".json");
        if (Environment.GetEnvironmentVariable("MAT_WRITE_GOLDEN") == "1")
            File.WriteAllText(file, JsonNode.Parse(actual)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        Assert.True(File.Exists(file), $"{file} is missing: write it with MAT_WRITE_GOLDEN=1, then read it.");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(file)), JsonNode.Parse(actual)), $"{type.Name} is now {actual}");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Reading_gives_back_what_was_written(Type type)
    {
        var body = JsonSerializer.Serialize(Sample(type), type, EventTypes.Json);
        Assert.Equal(body, JsonSerializer.Serialize(EventTypes.Read(EventTypes.NameOf(type), body), type, EventTypes.Json));
    }

    [Fact]
    public void Members_of_a_newer_sender_are_passed_over() =>
        Assert.NotNull(EventTypes.Read("Mat.Contracts.ReplayRequested",
            """{"requestId":"00000000-0000-0000-0000-000000000001","service":null,"new":1}"""));

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Events");

    /// <summary>One value of each type, the same every time.</summary>
    private static object? Sample(Type type, string name = "value")
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return name;
        if (type == typeof(Guid))
            return new Guid("01890000-0000-7000-8000-000000000001");
        if (type == typeof(int))
            return 7;
        if (type == typeof(long))
            return 8L;
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
        if (type == typeof(DateOnly))
            return new DateOnly(2026, 3, 2);
        if (type == typeof(TimeOnly))
            return new TimeOnly(8, 30);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(1);
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
        {
            var list = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            list.SetValue(Sample(type.GetGenericArguments()[0], name), 0);
            return list;
        }

        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).MaxBy(c => c.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType, p.Name!))]);
    }
}
