CREATE DATABASE prefect OWNER liasse;
