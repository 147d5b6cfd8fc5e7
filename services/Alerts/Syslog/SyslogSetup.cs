namespace Mat.Alerts.Syslog;

internal static class SyslogSetup
{
    public static void AddSyslog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<SyslogOptions>().BindConfiguration("Alerts:Syslog").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<SyslogMetrics>();
        builder.Services.AddSingleton<SyslogIntake>();
        builder.Services.AddSingleton<SyslogConnection>();
        builder.Services.AddSingleton<SyslogServer>();
        builder.Services.AddHostedService(s => s.GetRequiredService<SyslogServer>());
        builder.Services.AddHealthChecks().AddCheck<SyslogServer>("syslog", tags: ["ready"]);
    }
}
