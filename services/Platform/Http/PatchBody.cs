using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Mat.Platform.Http;

/// <summary>
/// The body of a PATCH (RFC 7396): a member that is absent stays as it is, one that is null is cleared, one with a value is set. It
/// remembers which members the JSON held. An object or a list inside is replaced as a whole.
/// </summary>
public abstract record PatchBody
{
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    /// <summary>Whether the JSON held the member, as null or with a value.</summary>
    /// <param name="member">Name of the property.</param>
    public bool Has(string member) => _given.Contains(member);

    /// <summary>What the member becomes: the value of the body, which may be null, or the current one when it was absent.</summary>
    /// <param name="value">A property of this body.</param>
    public T Or<T>(T value, T current, [CallerArgumentExpression(nameof(value))] string member = "") =>
        Has(member[(member.LastIndexOf('.') + 1)..]) ? value : current;

    /// <summary>Lets bodies note what their JSON holds.</summary>
    internal static void Track(JsonTypeInfo type)
    {
        if (!typeof(PatchBody).IsAssignableFrom(type.Type))
            return;
        foreach (var property in type.Properties)
        {
            if (property is not { Set: { } set, AttributeProvider: MemberInfo { Name: var name } })
                continue;
            property.Set = (body, value) =>
            {
                ((PatchBody)body)._given.Add(name);
                set(body, value);
            };
        }
    }

    /// <summary>422 for null where a value is needed.</summary>
    internal static ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (!HttpMethods.IsPatch(context.HttpContext.Request.Method) || context.Arguments.OfType<PatchBody>()
            .FirstOrDefault() is not { } body)
            return next(context);
        var errors = body.GetType().GetProperties()
            .Where(p => CannotClearAttribute.Marks(p) && body.Has(p.Name) && p.GetValue(body) is null)
            .ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name), _ => new[] { "This cannot be cleared." });
        return errors.Count == 0 ? next(context)
            : ValueTask.FromResult<object?>(Problems.Unprocessable("field.required", "A field cannot be cleared.", errors));
    }
}

/// <summary>The member of a <see cref="PatchBody"/> may be absent, but not null.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CannotClearAttribute : Attribute
{
    internal static bool Marks(MemberInfo member) => member.IsDefined(typeof(CannotClearAttribute));
}
